"""A folder includes only what layers.txt lets it, and layers.txt cannot hold a cycle."""

import re
import unittest

import tree


def layers():
    allowed = {}
    for line in (tree.ROOT / "tests/structure/layers.txt").read_text().splitlines():
        if not line or line.startswith("#"):
            continue
        folder, _, may = line.partition(":")
        allowed[folder] = may.split()
    return allowed


class Layers(unittest.TestCase):
    def test_a_folder_names_only_lines_above_its_own(self):
        seen = set()
        for folder, may in layers().items():
            for other in may:
                self.assertIn(other, seen, f"{folder} names {other}, which stands below it")
            seen.add(folder)

    def test_every_folder_of_code_has_its_line(self):
        known = layers()
        for path in tree.sources():
            name = tree.relative(path)
            if not name.startswith("tests/"):
                self.assertIn(tree.folder_of(name), known, f"{name} is in a folder without a line")

    def test_a_folder_includes_only_what_its_line_allows(self):
        known = layers()
        wrong = []
        for path in tree.sources():
            name = tree.relative(path)
            if name.startswith("tests/"):
                continue
            folder = tree.folder_of(name)
            is_test = name.endswith("_test.cpp")
            for included in re.findall(r'^#include "([^"]+)"', path.read_text(), re.M):
                if "/" not in included or not (tree.ROOT / included).exists():
                    continue  # generated, or beside the file
                target = tree.folder_of(included)
                if target == folder or target in known.get(folder, []):
                    continue
                if is_test and (target == "tests/support" or target in known):
                    continue
                wrong.append(f"{name} includes {included}")
        self.assertEqual(wrong, [])

    def test_station_and_centre_never_meet(self):
        for path in tree.sources():
            name = tree.relative(path)
            text = path.read_text()
            if name.startswith("border-station/"):
                self.assertNotIn('#include "central-sync/', text, name)
            if name.startswith("central-sync/"):
                self.assertNotIn('#include "border-station/', text, name)

    def test_opencv_asio_beast_and_json_stay_out_of_headers(self):
        """House style 29, public headers: what they cost every file that includes them."""
        public = set()
        for lists in tree.files("CMakeLists.txt"):
            for named in re.findall(r"PUBLIC_HEADERS([^)]*?)(?:SOURCES|LINKS|PRIVATE_LINKS|\))", lists.read_text()):
                public.update((lists.parent / name) for name in named.split())
        heavy = re.compile(r"^#include <(boost/|opencv2/|nlohmann/|sqlite3\.h|openssl/|google/protobuf)", re.M)
        allowed = {"document-reader/page", "document-reader/glyph", "document-reader/reading"}
        for path in tree.sources():
            name = tree.relative(path)
            if path not in public or name.startswith("tests/"):
                continue
            found = heavy.findall(path.read_text())
            if tree.folder_of(name) in allowed:
                found = [header for header in found if header != "opencv2/"]
            self.assertEqual(found, [], name)


if __name__ == "__main__":
    unittest.main()
