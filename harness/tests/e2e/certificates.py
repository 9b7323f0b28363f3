"""Certificates and keys for tests, generated in one folder."""
import os
import subprocess

from program import environment, new_folder, write

FOLDER = new_folder()


def at(name):
    return os.path.join(FOLDER, name)


def openssl(*words):
    subprocess.run(["openssl", *words], cwd=FOLDER, env=environment(), check=True,
                   stdin=subprocess.DEVNULL, capture_output=True)


def make(name, subject, *more, issuer=None, extension="subjectAltName=IP:127.0.0.1", days="30",
         key="ec -pkeyopt ec_paramgen_curve:prime256v1"):
    """name.pem and name.key: its own issuer, or of another name's."""
    openssl("req", "-newkey", *key.split(" "), "-nodes", "-keyout", f"{name}.key", "-subj", subject,
            "-out", f"{name}.csr")
    write(FOLDER, f"{name}.ext", extension + "\n")
    signer = (["-CA", f"{issuer}.pem", "-CAkey", f"{issuer}.key", "-CAcreateserial"] if issuer
              else ["-signkey", f"{name}.key"])
    openssl("x509", "-req", "-in", f"{name}.csr", "-days", days, "-extfile", f"{name}.ext", "-out",
            f"{name}.pem", *signer, *more)


def make_ca(name, subject):
    make(name, subject, extension="basicConstraints=critical,CA:TRUE")


def encrypt(name, password, *how):
    """name.encrypted.key: the key of that name, encrypted with a pass phrase."""
    openssl("pkey", "-in", f"{name}.key", "-aes256", "-passout", f"pass:{password}", "-out",
            f"{name}.encrypted.key", *how)
