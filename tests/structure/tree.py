"""The project's own files, as the structure tests read them."""

import pathlib
import re
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
CODE_FOLDERS = ("schema", "document-reader", "border-station", "central-sync", "tests")


def files(*endings):
    """Every file of ours (tracked, or new and not ignored) with one of the endings."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    return [ROOT / name for name in sorted(set(listed))
            if name.endswith(endings) and (ROOT / name).is_file()]


def sources():
    return [path for path in files(".h", ".cpp") if relative(path).startswith(CODE_FOLDERS)]


def relative(path):
    return path.relative_to(ROOT).as_posix()


def folder_of(name):
    """'schema/vocabulary' of 'schema/vocabulary/date.h': the layer a file belongs to."""
    return "/".join(name.split("/")[:2])


def without_comments_and_strings(text):
    """The same text, same line numbers, with comments and literals blanked."""
    pattern = re.compile(
        r'R"(?P<mark>[^(\s]*)\(.*?\)(?P=mark)"|//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|'
        r"(?<![0-9a-fA-F])'(?:\\.|[^'\\\n])'", re.S)

    def blank(match):
        found = match.group(0)
        kept = "".join(c if c == "\n" else " " for c in found)
        return '"' + kept[1:-1] + '"' if found[0] in "\"R" else kept

    return pattern.sub(blank, text)
