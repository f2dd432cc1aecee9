"""Files and functions stay small (house style 30). What was longer when the rule came may stay in
sizes-allowed.txt with its length: a ratchet, so it may shrink and never grow."""

import re
import unittest

import tree

FILE_LINES_MAX = 500
FUNCTION_LINES_MAX = 60
NOT_A_FUNCTION = re.compile(r"^(namespace|class|struct|enum|union|extern|constexpr std::array|template)\b|=\s*\{?$")


def allowed():
    lines = (tree.ROOT / "tests/structure/sizes-allowed.txt").read_text().splitlines()
    pairs = [line.rsplit(" ", 1) for line in lines if line and not line.startswith("#")]
    return {name: int(length) for name, length in pairs}


def functions(text):
    """(line of its first brace, lines to its last) of each function of a clang-formatted file."""
    lines = text.splitlines()
    start = None
    for number, line in enumerate(lines, 1):
        if re.match(r"^\S.*\{$", line) or (re.match(r"^ {4}(?!\}|(if|for|while|switch|return|const auto|auto)\b)\S.*\) .*\{$", line) and start is None and "](" not in line):
            start = None if NOT_A_FUNCTION.search(line) or "(" not in line + lines[number - 2] else number
        elif line.startswith("}") and start is not None:
            yield start, number - start + 1
            start = None


class Sizes(unittest.TestCase):
    def test_files_are_read_in_one_sitting(self):
        known = allowed()
        for path in tree.sources():
            name = tree.relative(path)
            length = len(path.read_text().splitlines())
            self.assertLessEqual(length, known.get(name, FILE_LINES_MAX), name)

    def test_functions_fit_a_screen(self):
        known = allowed()
        for path in tree.sources():
            for line, length in functions(path.read_text()):
                name = tree.relative(path)
                limit = known.get(f"{name}()", FUNCTION_LINES_MAX)
                self.assertLessEqual(length, limit, f"{name}:{line}")


if __name__ == "__main__":
    unittest.main()
