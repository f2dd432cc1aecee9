"""g++ 12.2 destroys temporaries of a co_await statement twice: aggregates in braces and capturing
lambdas (reproduced as double frees). So such a statement holds only names and calls."""

import re
import unittest

import tree

COROUTINE_FOLDERS = ("schema/http", "border-station/uplink", "central-sync/server")
OPENS_A_BLOCK = re.compile(r"(\)|\belse|\bdo|\btry|>|\bconst|\bnoexcept|[;{}:])\s*$")
CAPTURING_LAMBDA = re.compile(r"\[[^\]\[]+\]\s*(\(|\{|mutable)")


def enclosing_brace(code, at):
    depth = 0
    for i in range(at - 1, -1, -1):
        if code[i] == "}":
            depth += 1
        elif code[i] == "{":
            if depth == 0:
                return i
            depth -= 1
    return -1


def statement_around(code, at):
    """The statement with the co_await at `at`, from its start to its `;` or its block."""
    start = max(code.rfind(mark, 0, at) for mark in ";{}") + 1
    depth = 0
    for end in range(at, len(code)):
        c = code[end]
        if c in "([":
            depth += 1
        elif c in ")]":
            depth -= 1
        elif c == "{" and depth <= 0 and code[:end].rstrip().endswith(")"):
            return code[start:end]
        elif c == ";" and depth <= 0:
            return code[start:end]
    return code[start:]


def faults(code):
    found = []
    for match in re.finditer(r"\bco_await\b", code):
        line = code.count("\n", 0, match.start()) + 1
        brace = enclosing_brace(code, match.start())
        if brace >= 0 and not OPENS_A_BLOCK.search(code[:brace]):
            found.append((line, "stands inside an initialiser"))
        statement = statement_around(code, match.start())
        if "{" in statement:
            found.append((line, "shares its statement with braces"))
        if CAPTURING_LAMBDA.search(statement):
            found.append((line, "shares its statement with a capturing lambda"))
    return found


class Coroutines(unittest.TestCase):
    def test_the_search_finds_what_breaks_and_leaves_what_works(self):
        breaks = ["void f() { co_await g(Agg{p, 1}); }", "void f() { co_await g({.p = p}); }",
                  "void f() { co_await g([p] { return p; }); }", "void f() { Agg a{p, co_await g()}; }"]
        works = ["void f() { Agg a{p, 1}; co_await g(a); }", "void f() { if (co_await g()) { h(); } }",
                 "awaitable<void> f() { for (;;) { auto x = co_await g(a[1]); } }"]
        for code in breaks:
            self.assertTrue(faults(code), code)
        for code in works:
            self.assertFalse(faults(code), code)

    def test_a_statement_with_co_await_holds_only_names_and_calls(self):
        wrong = []
        for path in tree.sources():
            code = tree.without_comments_and_strings(path.read_text())
            wrong += [f"{tree.relative(path)}:{line} {why}" for line, why in faults(code)]
        self.assertEqual(wrong, [])

    def test_coroutines_stay_in_their_three_folders(self):
        wrong = []
        for path in tree.sources():
            name = tree.relative(path)
            code = tree.without_comments_and_strings(path.read_text())
            if re.search(r"\bco_(await|return|yield)\b", code) and not (
                    name.startswith(COROUTINE_FOLDERS) or name.startswith("tests/")):
                wrong.append(name)
        self.assertEqual(wrong, [])


if __name__ == "__main__":
    unittest.main()
