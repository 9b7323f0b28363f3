"""Numbers near the limits of 64 bits, compared with Python's integers, fractions and decimals.

Called as number_pairs.py PROGRAM: the built number_pairs.
"""
import decimal
import fractions
import random
import re
import subprocess
import sys

PAIRS = 60000
SEED = 20240607
FEW = 400  # a power of ten that fractions and decimals compute quickly

decimal.getcontext().prec = 4000
BORDERS = [0, 1, 9, 18, 19, 20, 400, 2**31, 2**32, 10**9, 10**17, 10**18, 10**19, 2**62, 2**63, 2**64,
           10**20, 10**30, 10**60]
MANTISSAS = ["0", "0.0", "1", "1.0", "10", "100", "5", "0.5", "0.001", "9", "9.99", "12.50", "7", "3",
             "1000000000000000000000", "9223372036854775807", "9223372036854775808", "0.0000000010",
             "123456789012345678901234567890"]


class Number:
    """sign * digits * 10 ** exponent, of any size."""

    def __init__(self, text):
        sign, whole, part, exponent = re.fullmatch(
            r"(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?", text).groups()
        digits = (whole + (part or "")).lstrip("0")
        kept = digits.rstrip("0")
        self.text = text
        self.written = int(exponent or "0")
        self.digits = int(kept or "0") * (-1 if sign else 1)
        self.exponent = int(exponent or "0") - len(part or "") + len(digits) - len(kept) if kept else 0
        self.leading = self.exponent + len(kept)  # the power of ten of the first digit, and one


def compare(a, b):
    if (a.digits > 0) - (a.digits < 0) != (b.digits > 0) - (b.digits < 0) or not a.digits:
        return (a.digits > b.digits) - (a.digits < b.digits)
    sign = 1 if a.digits > 0 else -1
    if a.leading != b.leading:
        return sign if a.leading > b.leading else -sign
    shift = a.exponent - b.exponent  # no more than the digits are long
    x = a.digits * 10 ** max(shift, 0)
    y = b.digits * 10 ** max(-shift, 0)
    return (x > y) - (x < y)


def multiple(a, b):
    shift = a.exponent - b.exponent
    if not a.digits:
        return True
    if shift < 0:
        return False  # neither has a trailing zero left
    return a.digits * pow(10, shift, b.digits) % b.digits == 0


def whole(a):
    if a.exponent < 0:
        return None
    if a.exponent > 20:
        return "-"
    value = a.digits * 10 ** a.exponent
    return value if -2**63 <= value < 2**63 else "-"


def expected(a, b):
    order = compare(a, b)
    value = whole(a)
    return " ".join(str(part) for part in (
        order, int(order == 0), int(value is not None), "-" if value is None else value,
        int(multiple(a, b)) if b.digits > 0 else "-"))


def check_with_fractions(a, b):
    """Compares the functions above with Python's own arithmetic."""
    if max(abs(a.written), abs(b.written)) > FEW:
        return
    x, y = fractions.Fraction(a.text), fractions.Fraction(b.text)
    assert compare(a, b) == (x > y) - (x < y), (a.text, b.text)
    assert compare(a, b) == int(decimal.Decimal(a.text).compare(decimal.Decimal(b.text)))
    assert (whole(a) is not None) == (x.denominator == 1), a.text
    assert y <= 0 or multiple(a, b) == ((x / y).denominator == 1), (a.text, b.text)


def a_number(random_):
    text = random_.choice(MANTISSAS)
    if random_.random() < 0.3:
        text = str(random_.randrange(1, 10 ** random_.choice([1, 2, 18, 19, 30])))
        if random_.random() < 0.5:
            text += "." + str(random_.randrange(10 ** 6)).rjust(random_.choice([1, 6, 20]), "0")
    if random_.random() < 0.85:
        exponent = random_.choice(BORDERS) + random_.randrange(-40, 41)
        exponent *= random_.choice([1, -1])
        zeros = "0" * random_.choice([0, 0, 0, 1, 25])
        sign = "-" if exponent < 0 else random_.choice(["", "+"])
        text += random_.choice("eE") + sign + zeros + str(abs(exponent))
    return random_.choice(["", "", "-"]) + text


def same_number(random_, text):
    """The same number, written with another point and exponent."""
    number = Number(text)
    zeros = random_.randrange(30)
    return f"{number.digits}{'0' * zeros if number.digits else ''}e{number.exponent - zeros}"


def main():
    random_ = random.Random(SEED)
    pairs = []
    for _ in range(PAIRS):
        a = a_number(random_)
        b = same_number(random_, a) if random_.random() < 0.3 else a_number(random_)
        pairs.append((a, b))
    ended = subprocess.run([sys.argv[1]], input="".join(f"{a} {b}\n" for a, b in pairs), timeout=200,
                           capture_output=True, text=True, check=True)
    lines = ended.stdout.splitlines()
    wrong = 0
    assert len(lines) == len(pairs), ended
    for (a, b), line in zip(pairs, lines):
        x, y = Number(a), Number(b)
        check_with_fractions(x, y)
        if line != expected(x, y):
            wrong += 1
            if wrong <= 10:
                print(f"{a} and {b}: expected {expected(x, y)}, got {line}")
    print(f"{len(pairs)} pairs, {wrong} wrong")
    sys.exit(1 if wrong else 0)


main()
