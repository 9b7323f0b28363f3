"""The lines of code that `harness/setup size` counts."""
import os
import shutil
import subprocess

from checks import finish, same
from program import ROOT, new_folder, write

FILES = {
    "base/a.c": 'int a; /* code */\n\n/* one\n\n   two */\n// three\nchar *b = "/* code";\nchar c = \'"\';'
                ' /* starts here\n ends here */ int d;\n    \t\n}\n',
    "base/a.h": "/* header\n * of two */\nint a;\nint b; // code\n",
    "base/json/deep.c": 'char *e = "\\"//"; /* x */\n/**/ int f;\n/* "\n" */\n',
    "cli/only.c": "int main(void)\n{\n}\n",
    "tests/not.c": "int no;\n",
    "bench/not.c": "int no;\n",
    "base/not.txt": "int no;\n",
}
EXPECTED = """\
folder        code comment in .h         in .c
base             9        50.0 %        33.3 %
cli              3         0.0 %         0.0 %
total           12        50.0 %        27.8 %
"""

folder = new_folder()
os.makedirs(os.path.join(folder, "harness"))
shutil.copy(os.path.join(ROOT, "harness", "setup"), os.path.join(folder, "harness", "setup"))
for name, text in FILES.items():
    write(folder, os.path.join("harness", name), text)
done = subprocess.run([os.path.join(folder, "harness", "setup"), "size"], capture_output=True,
                      text=True, cwd="/")
same("the table", done.stdout, EXPECTED)
same("nothing else", (done.returncode, done.stderr), (0, ""))
finish()
