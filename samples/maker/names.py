"""names.py: names that stand with a label: Plants of kind `name`, whose value is the name without its title, as it is printed"""
from .numbers import Plant

GIVEN = {"th": ("สมชาย", "มาลี", "วิชัย", "สมศรี", "ปรีชา", "อารี", "กมล", "นิภา"),
         "en": ("SOMCHAI", "MALEE", "AUNG", "PETER", "BUDI", "ANNA", "MYA", "KYAW"),
         "my": ("အောင်", "မြ", "ကျော်", "စု", "ဇော်", "ခင်"), "id": ("BUDI", "SITI", "AGUS", "DEWI", "RINI", "JOKO")}
FAMILY = {"th": ("ตัวอย่างดี", "สมมุตินาม", "ทดสอบดี", "ลองดู", "แบบฝึกหัด"),
          "en": ("TUAYANGDEE", "SOMMUTNAM", "EXAMPLE", "SAMPLE", "TESTER", "NAMUNA"), "my": ("နမူနာ", "ဥပမာ", "စမ်းသပ်"),
          "id": ("CONTOH", "TELADAN", "PERCOBAAN", "MISAL")}
TITLES = {"th": ("นาย", "นางสาว", "นาง", "น.ส.", ""), "en": ("Mr. ", "Ms. ", "MR ", "", "", ""),
          "my": ("ဦး", "ဒေါ်", "ကို", "မ", ""), "id": ("Bpk. ", "Ibu ", "Sdr. ", "", "")}
LABELS = {"th": ("ชื่อ", "ชื่อ - นามสกุล", "ชื่อบัญชี", "ผู้รับเงิน", "ชื่อผู้โอน"),
          "en": ("Name", "Full name", "Account name", "Beneficiary", "Sender", "Receiver", "Passenger"), "my": ("အမည်", "နာမည်"),
          "id": ("Nama", "Nama Lengkap", "Atas nama", "Penerima", "Pengirim")}


def plant(r, lang):
    given, family = r.choice(GIVEN[lang]), r.choice(FAMILY[lang])
    name = given + family if lang == "my" else given + " " + family
    if lang == "en" and r.random() < 0.4:
        name = name.title()
    return Plant("name", name, r.choice(TITLES[lang]) + name)


def labelled(r, lang):
    return r.choice(LABELS[lang]), [plant(r, lang)]


def spoken(r):
    """As a contact is called: no label, not a name to be reported."""
    return r.choice(["แม่", "พี่วิชัย", "Boss", "Ko Aung", "Mama", "Pak RT", "ช่างแอร์", "Driver 2", "น้องมาลี", "ကိုအောင်",
                     "Hotel"])
