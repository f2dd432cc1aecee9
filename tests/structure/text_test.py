"""What must not stand in any file of ours, and what the pages must not get wrong."""

import re
import subprocess
import unittest

import tree

TEXT_ENDINGS = (".h", ".cpp", ".cmake", ".txt", ".md", ".py", ".ts", ".tsx", ".css", ".json", ".toml",
                ".yaml", ".proto", ".sql", ".sh", ".html", ".mjs")

TOP_LEVEL = {"CMakeLists.txt", "CMakePresets.json", "README.md", "ARCHITECTURE.md", "LICENSE", "cmake",
             "border-station", "central-sync", "document-reader", "schema", "tests", "deploy"}


class Text(unittest.TestCase):
    def test_the_top_level_holds_what_it_is_known_to_hold(self):
        names = {tree.relative(path).split("/")[0] for path in tree.files("")}
        self.assertEqual({name for name in names if not name.startswith(".")}, TOP_LEVEL)

    def test_the_code_is_formatted(self):
        names = [tree.relative(path) for path in tree.sources()]
        run = subprocess.run(["clang-format-16", "--dry-run", "--Werror", *names], cwd=tree.ROOT,
                             capture_output=True, text=True)
        first = "\n".join(run.stderr.splitlines()[:20])
        self.assertEqual(run.returncode, 0, f"run clang-format-16 -i:\n{first}")

    def test_no_lock_file_names_a_registry(self):
        for path in tree.files("package-lock.json"):
            self.assertNotIn('"resolved"', path.read_text(), tree.relative(path))

    def test_no_path_of_one_machine(self):
        for path in tree.files(*TEXT_ENDINGS) + [p for p in tree.files("") if "/deploy/" in str(p) and not p.suffix]:
            found = re.findall(r"(?<![\w.])/(?:work|farm|home)/\S*", path.read_text(errors="replace"))
            self.assertEqual(found, [], tree.relative(path))

    def test_architecture_names_only_what_exists(self):
        """`path/` and `CamelCase` in backticks must be a place or a word of the code."""
        page = (tree.ROOT / "ARCHITECTURE.md").read_text()
        page = re.sub(r"```.*?```", "", page, flags=re.S)
        code = "\n".join(path.read_text() for path in tree.sources())
        missing = []
        for name in re.findall(r"`([^`\n]+)`", page):
            if re.fullmatch(r"[a-z.][\w./-]*/[\w./-]*", name):
                if not (tree.ROOT / name).exists():
                    missing.append(name)
            elif re.fullmatch(r"(?:\w+::)*[A-Z]\w*[a-z]\w*", name):
                if not re.search(rf"\b{name.split('::')[-1]}\b", code):
                    missing.append(name)
        self.assertEqual(missing, [])

    def test_pages_name_only_tests_that_exist(self):
        """`Suite.Case` and `name_test.py` in the page of failure classes."""
        page = (tree.ROOT / "tests" / "failure_classes.md").read_text()
        code = "\n".join(path.read_text() for path in tree.sources() if path.name.endswith("_test.cpp"))
        cases = {f"{suite}.{case}" for suite, case in re.findall(r"\bTEST(?:_[FP])?\((\w+), (\w+)\)", code)}
        files = {path.name for path in tree.files(".py")}
        named = re.findall(r"`([\w.]+)`", page)
        self.assertGreater(len(named), 15)
        self.assertEqual([name for name in named if name not in cases | files], [])


if __name__ == "__main__":
    unittest.main()
