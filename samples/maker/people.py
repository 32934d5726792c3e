"""people.py: the invented persons of the seizure; their names say that they are examples"""
import datetime
from dataclasses import dataclass


@dataclass
class Person:
    surname: str      # Latin, as in a passport
    given: str
    sex: str
    nation: str       # ISO 3166 alpha-3
    local: str = ""   # the name in the script of the country
    title: str = ""
    birth: datetime.date = None

    def state(self, issuer):
        return self.nation or issuer

    @property
    def latin(self):
        return (self.given + " " + self.surname).strip()


# Thai surnames: "good example", "assumed name", "test well"; Burmese names: "sample", "test", "example"; Indonesian: "example",
# "trial", "model".
PEOPLE = {
    "somchai": Person("TUAYANGDEE", "SOMCHAI", "M", "THA", "สมชาย ตัวอย่างดี", "นาย"),
    "malee": Person("SOMMUTNAM", "MALEE", "F", "THA", "มาลี สมมุตินาม", "นางสาว"),
    "wichai": Person("THOTSOPDEE", "WICHAI", "M", "THA", "วิชัย ทดสอบดี", "นาย"),
    "namuna": Person("", "AUNG NAMUNA", "M", "MMR", "အောင်နမူနာ", "ဦး"),
    "upama": Person("", "MYA UPAMA", "F", "MMR", "မြဥပမာ", "ဒေါ်"),
    "budi": Person("CONTOH", "BUDI", "M", "IDN", "BUDI CONTOH"),
    "siti": Person("TELADAN", "SITI RINI", "F", "IDN", "SITI RINI TELADAN"),
    "anna": Person("ERIKSSON", "ANNA MARIA", "F", "UTO"),
    "peter": Person("SPECIMEN", "PETER PAUL", "M", "UTO"),
}


def people(r):
    """The cast, with birth dates from the seed (the specimen of Doc 9303 keeps hers)."""
    for key, p in PEOPLE.items():
        p.birth = datetime.date(r.randrange(1968, 1999), r.randrange(1, 13), r.randrange(1, 29))
        if not p.surname:  # a name of one part is the primary identifier
            p.surname, p.given = p.given, ""
    PEOPLE["anna"].birth = datetime.date(1974, 8, 12)
    return PEOPLE


THAI_MONTHS = "ม.ค. ก.พ. มี.ค. เม.ย. พ.ค. มิ.ย. ก.ค. ส.ค. ก.ย. ต.ค. พ.ย. ธ.ค.".split()
MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


def thai_date(d):
    return "%d %s %d" % (d.day, THAI_MONTHS[d.month - 1], d.year + 543)


def english_date(d, dot=""):
    return "%d %s%s %d" % (d.day, MONTHS[d.month - 1], dot, d.year)
