"""Pictures of travel documents for the end-to-end tests, drawn by garita-specimen."""

import subprocess

from fixture import BINARIES

COLUMNS = ("id format document_code issuing_state document_number surname given_names nationality birth_date "
           "sex issue_date expiry_date birth_place optional_data photograph turn flaw").split()


class Traveller:
    """An invented person of Utopia with a passport, and the picture of it once it is drawn."""

    def __init__(self, number, surname, given, birth="1987-04-12", flaw="none"):
        self.number = number
        self.surname = surname
        self.given = given
        self.birth = birth
        self.flaw = flaw
        self.picture = None

    def words(self):
        """What must not stand anywhere in clear."""
        return [self.number, self.surname, self.given, self.birth]

    def row(self):
        return "\t".join([self.number, "TD3", "P", "UTO", self.number, self.surname, self.given, "UTO", self.birth,
                          "F", "2022-02-20", "2032-02-20", "PUERTO ALBA", "-", "decent", "0", self.flaw])


def draw(folder, travellers):
    """Draws everybody's passport into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    table = folder / "travellers.tsv"
    table.write_text("\n".join(["\t".join(COLUMNS), *(traveller.row() for traveller in travellers)]) + "\n")
    subprocess.run([BINARIES / "garita-specimen", "--batch", table, "--out", folder], check=True, capture_output=True)
    for traveller in travellers:
        traveller.picture = folder / f"{traveller.number}.jpg"
    return travellers


def check_digit(text):
    """Doc 9303-3, 4.9."""
    values = (0 if one == "<" else int(one, 36) for one in text)
    return str(sum(value * (7, 3, 1)[place % 3] for place, value in enumerate(values)) % 10)


def zone_of(document):
    """The two lines of a passport (TD3) that says what `document` (fixture.passport) does."""
    short = {key: document[key].replace("-", "")[2:] for key in ("birth_date", "expiry_date")}
    name = f"{document['surname']}<<{document['given_names']}".replace(" ", "<")
    number = document["document_number"].ljust(9, "<")
    number, birth, expiry, optional = (field + check_digit(field) for field in
                                       (number, short["birth_date"], short["expiry_date"], "<" * 14))
    whole = check_digit(number + birth + expiry + optional)
    return [f"P<{document['issuing_state']}{name}".ljust(44, "<"),
            f"{number}{document['nationality']}{birth}{document['sex']}{expiry}{optional}{whole}"]
