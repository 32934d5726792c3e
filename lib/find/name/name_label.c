/* name_label.c: the words that say that a name follows, and those that end it, in the languages of the region */
#include "find/name/name_words.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "find/text/heads.h"
#include "find/text/chars.h"
#include "find/name/name_known.h"
#include "find/text/nearly.h"

#define TITLES_MOST 320
#define TITLE_BYTES 4096 /* of the Latin ones */
#define CALLERS_MOST 320 /* words of other scripts that lead to persons */
#define LEADS 32 /* words that lead to persons, at most */

static const struct dx_name_label labels[] = {
    /* Thai */
    {"พนักงานสอบสวน", DX_LABEL_FORM}, {"เจ้าพนักงานผู้จับกุม", DX_LABEL_FORM}, {"ผู้จับกุม", DX_LABEL_FORM}, {"ผู้ตรวจค้น", DX_LABEL_FORM}, {"ผู้บันทึก", DX_LABEL_FORM}, {"ผู้อยู่ในความดูแล", DX_LABEL_FORM}, {"กรรมการผู้จัดการ", DX_LABEL_FORM},
    {"กรรมการ", DX_LABEL_FORM}, {"ผู้ถือหุ้น", DX_LABEL_FORM}, {"หุ้นส่วนผู้จัดการ", DX_LABEL_FORM}, {"ล่าม", DX_LABEL_FORM}, {"ผู้แปล", DX_LABEL_FORM}, {"นายท้ายเรือ", DX_LABEL_FORM}, {"ไต้ก๋ง", DX_LABEL_FORM}, {"ผู้ร้อง", DX_LABEL_FORM},
    {"ผู้รับรอง", DX_LABEL_FORM}, {"ผู้ขอ", DX_LABEL_FORM}, {"ชื่อภาษาอังกฤษ", DX_LABEL_CLEAR}, {"ชื่ออังกฤษ", DX_LABEL_CLEAR}, {"ชื่อ-สกุล (อังกฤษ)", DX_LABEL_CLEAR}, {"ชื่อ-สกุล (ไทย)", DX_LABEL_CLEAR},
    {"ชื่อผู้แทน", DX_LABEL_CLEAR}, {"ชื่อผู้ถือหนังสือเดินทาง", DX_LABEL_CLEAR}, {"ชื่อผู้ยื่นคำขอ", DX_LABEL_CLEAR}, {"ชื่อแรงงาน", DX_LABEL_CLEAR}, {"ชื่อคนงาน", DX_LABEL_CLEAR}, {"ชื่อกรรมการ", DX_LABEL_CLEAR}, {"ชื่อเจ้าของรถ", DX_LABEL_CLEAR},
    {"ชื่อผู้ติดต่อฉุกเฉิน", DX_LABEL_CLEAR}, {"ส่งเงินให้", DX_LABEL_LEAD}, {"โอนเงินให้", DX_LABEL_LEAD},
    {"ชื่อ-สกุล", DX_LABEL_CLEAR}, {"ชื่อ-นามสกุล", DX_LABEL_CLEAR}, {"ชื่อ - สกุล", DX_LABEL_CLEAR}, {"ชื่อ - นามสกุล", DX_LABEL_CLEAR}, {"ชื่อและนามสกุล", DX_LABEL_CLEAR}, {"ชื่อตัวและชื่อสกุล", DX_LABEL_CLEAR},
    {"ชื่อสกุล", DX_LABEL_CLEAR}, {"ชื่อ นามสกุล", DX_LABEL_CLEAR}, {"ชื่อ สกุล", DX_LABEL_CLEAR}, {"ชื่อตัว", DX_LABEL_CLEAR}, {"ชื่อบัญชี", DX_LABEL_CLEAR}, {"ชื่อ บัญชี", DX_LABEL_CLEAR}, {"ชื่อบช.", DX_LABEL_CLEAR}, {"ชื่อเจ้าของบัญชี", DX_LABEL_CLEAR},
    {"เจ้าของบัญชี", DX_LABEL_CLEAR}, {"ชื่อผู้รับโอน", DX_LABEL_CLEAR}, {"ชื่อผู้รับ", DX_LABEL_CLEAR}, {"ชื่อผู้โอน", DX_LABEL_CLEAR}, {"ชื่อผู้ส่ง", DX_LABEL_CLEAR}, {"ผู้รับโอน", DX_LABEL_CLEAR}, {"ผู้รับเงิน", DX_LABEL_CLEAR}, {"ผู้โอน", DX_LABEL_CLEAR},
    {"ผู้รับ", DX_LABEL_FORM}, {"ผู้ส่ง", DX_LABEL_FORM}, {"ชื่อผู้โดยสาร", DX_LABEL_CLEAR}, {"ชื่อลูกค้า", DX_LABEL_CLEAR}, {"ชื่อลูกจ้าง", DX_LABEL_CLEAR}, {"ชื่อนายจ้าง", DX_LABEL_CLEAR}, {"ชื่อบิดา", DX_LABEL_CLEAR}, {"ชื่อมารดา", DX_LABEL_CLEAR}, {"บิดาชื่อ", DX_LABEL_CLEAR},
    {"มารดาชื่อ", DX_LABEL_CLEAR}, {"ชื่อพ่อ", DX_LABEL_CLEAR}, {"ชื่อแม่", DX_LABEL_CLEAR}, {"ชื่อเล่น", DX_LABEL_PLAIN}, {"นามสกุล", DX_LABEL_FORM}, {"ชื่อผู้ต้องหา", DX_LABEL_CLEAR}, {"ผู้ติดต่อ", DX_LABEL_PLAIN}, {"ชื่อ", DX_LABEL_PLAIN},
    {"ผู้แจ้ง", DX_LABEL_FORM}, {"ผู้ร้องเรียน", DX_LABEL_FORM}, {"ผู้เสียหาย", DX_LABEL_FORM}, {"ผู้ต้องหา", DX_LABEL_FORM}, {"ผู้ต้องสงสัย", DX_LABEL_FORM}, {"พยาน", DX_LABEL_FORM}, {"ผู้กู้", DX_LABEL_FORM}, {"ผู้ให้กู้", DX_LABEL_FORM},
    {"ผู้ค้ำประกัน", DX_LABEL_FORM}, {"ผู้เช่า", DX_LABEL_FORM}, {"ผู้เช่าร่วม", DX_LABEL_FORM}, {"ผู้จำนำ", DX_LABEL_FORM}, {"แพทย์ผู้รักษา", DX_LABEL_FORM}, {"ผู้ชำระเงินแทน", DX_LABEL_FORM},
    {"ผู้ให้เช่า", DX_LABEL_FORM}, {"ผู้ขับขี่", DX_LABEL_FORM}, {"คนขับ", DX_LABEL_FORM}, {"เจ้าของรถ", DX_LABEL_FORM}, {"ผู้ครอบครอง", DX_LABEL_FORM}, {"ผู้ป่วย", DX_LABEL_FORM},
    {"ผู้เข้าพัก", DX_LABEL_FORM}, {"ผู้โดยสาร", DX_LABEL_FORM}, {"ผู้จัดการ", DX_LABEL_PLAIN}, {"ผู้เอาประกันภัย", DX_LABEL_FORM}, {"ผู้มอบอำนาจ", DX_LABEL_FORM}, {"ผู้รับมอบอำนาจ", DX_LABEL_FORM},
    {"ผู้ลงทะเบียน", DX_LABEL_FORM}, {"นายจ้าง", DX_LABEL_FORM}, {"ลูกจ้าง", DX_LABEL_FORM}, {"ลูกหนี้", DX_LABEL_FORM}, {"เจ้าหนี้", DX_LABEL_FORM}, {"หัวหน้าครอบครัว", DX_LABEL_FORM}, {"เจ้าบ้าน", DX_LABEL_FORM}, {"ผู้ถือบัตร", DX_LABEL_FORM}, {"ผู้ซื้อ", DX_LABEL_FORM}, {"ผู้ฝาก", DX_LABEL_FORM}, {"ขอแสดงความนับถือ", DX_LABEL_FORM},
    {"ชื่อผู้ลงทะเบียน", DX_LABEL_CLEAR}, {"ชื่อผู้ขับขี่", DX_LABEL_CLEAR}, {"ชื่อคนขับ", DX_LABEL_CLEAR}, {"คนขับชื่อ", DX_LABEL_CLEAR}, {"ชื่อผู้ถือบัตร", DX_LABEL_CLEAR}, {"ชื่อผู้ฝาก", DX_LABEL_CLEAR}, {"ชื่อผู้ติดต่อ", DX_LABEL_CLEAR}, {"ชื่อผู้เสียหาย", DX_LABEL_CLEAR},
    {"ผู้โดยสารชื่อ", DX_LABEL_CLEAR}, {"ผู้รับชื่อ", DX_LABEL_CLEAR}, {"ผู้ส่งชื่อ", DX_LABEL_CLEAR}, {"เจ้าของชื่อ", DX_LABEL_CLEAR}, {"ชื่อเจ้าของ", DX_LABEL_CLEAR}, {"ชื่อผู้เข้าพัก", DX_LABEL_CLEAR}, {"ชื่อคู่สมรส", DX_LABEL_CLEAR}, {"ชื่อผู้ถูกจับ", DX_LABEL_CLEAR}, {"ชื่อผู้เดินทาง", DX_LABEL_CLEAR}, {"ชื่อคนต่างด้าว", DX_LABEL_CLEAR}, {"ผู้ถูกจับ", DX_LABEL_FORM}, {"ผู้ถูกจับกุม", DX_LABEL_FORM}, {"ผู้ถูกกล่าวหา", DX_LABEL_FORM}, {"ผู้กล่าวหา", DX_LABEL_FORM}, {"ผู้ให้ถ้อยคำ", DX_LABEL_FORM}, {"ผู้ว่าจ้าง", DX_LABEL_FORM}, {"ผู้รับจ้าง", DX_LABEL_FORM}, {"ผู้ประสานงาน", DX_LABEL_FORM}, {"ผู้เดินทาง", DX_LABEL_FORM}, {"ผู้ยื่นคำขอ", DX_LABEL_FORM}, {"ผู้ขออนุญาต", DX_LABEL_FORM}, {"เจ้าของเรือ", DX_LABEL_FORM}, {"ไต๋เรือ", DX_LABEL_FORM}, {"ผู้ควบคุมเรือ", DX_LABEL_FORM}, {"นายท้าย", DX_LABEL_PLAIN}, {"คู่สมรส", DX_LABEL_FORM}, {"นายจ้าง/สถานประกอบการ", DX_LABEL_FORM}, {"ผู้ปกครอง", DX_LABEL_FORM}, {"บิดา", DX_LABEL_FORM}, {"มารดา", DX_LABEL_FORM},
    {"ลงทะเบียนในนาม", DX_LABEL_CLEAR}, {"จดทะเบียนในนาม", DX_LABEL_CLEAR}, {"นามสกุลเดิม", DX_LABEL_CLEAR}, {"คนต่างด้าวชื่อ", DX_LABEL_CLEAR}, {"ชื่อเจ้าของเบอร์", DX_LABEL_CLEAR}, {"เจ้าของเบอร์", DX_LABEL_CLEAR}, {"ชื่อเจ้าบ้าน", DX_LABEL_CLEAR}, {"ชื่อผู้พัก", DX_LABEL_CLEAR}, {"ชื่อผู้สมัคร", DX_LABEL_CLEAR}, {"ชื่อผู้เช่า", DX_LABEL_CLEAR}, {"ชื่อพยาน", DX_LABEL_CLEAR},
    {"ข้าพเจ้า", DX_LABEL_FORM}, {"ผู้ถือกรรมสิทธิ์", DX_LABEL_FORM}, {"ผู้ติดต่อฉุกเฉิน", DX_LABEL_FORM}, {"ผู้จดทะเบียน", DX_LABEL_FORM}, {"ผู้สมัคร", DX_LABEL_FORM}, {"ผู้พัก", DX_LABEL_FORM}, {"ผู้ชักชวน", DX_LABEL_FORM}, {"ผู้นำพา", DX_LABEL_FORM}, {"ผู้ให้การ", DX_LABEL_FORM}, {"คนต่างด้าว", DX_LABEL_FORM},
    {"สามี", DX_LABEL_PLAIN}, {"ภรรยา", DX_LABEL_PLAIN}, {"ลูกเรือ", DX_LABEL_PLAIN}, {"ในนาม", DX_LABEL_PLAIN}, {"ญาติ", DX_LABEL_PLAIN},
    {"จาก", DX_LABEL_LEAD}, {"ไปยัง", DX_LABEL_LEAD}, {"ไปที่", DX_LABEL_LEAD}, {"ไป", DX_LABEL_LEAD},
    {"ชื่อแม่แบบ", DX_LABEL_NONE}, {"ชื่อบัญชีผู้ใช้", DX_LABEL_NONE}, {"ชื่อผู้ใช้", DX_LABEL_NONE}, {"ชื่อตัวแปร", DX_LABEL_NONE}, {"ชื่อตัวอักษร", DX_LABEL_NONE}, {"ชื่อแฟ้ม", DX_LABEL_NONE}, {"ชื่อไฟล์", DX_LABEL_NONE}, {"ชื่อเรื่อง", DX_LABEL_NONE},
    {"ชื่อสินค้า", DX_LABEL_NONE}, {"ชื่อบริษัท", DX_LABEL_NONE}, {"ชื่อร้าน", DX_LABEL_NONE}, {"ชื่อโครงการ", DX_LABEL_NONE}, {"ชื่อเครื่อง", DX_LABEL_NONE},
    /* English */
    {"recipient's name", DX_LABEL_CLEAR}, {"receiver's name", DX_LABEL_CLEAR}, {"beneficiary's name", DX_LABEL_CLEAR}, {"payee's name", DX_LABEL_CLEAR}, {"customer's name", DX_LABEL_CLEAR}, {"guest's name", DX_LABEL_CLEAR},
    {"account holder's name", DX_LABEL_CLEAR}, {"card holder name", DX_LABEL_CLEAR}, {"name of witness", DX_LABEL_CLEAR}, {"name of child", DX_LABEL_CLEAR}, {"name of patient", DX_LABEL_CLEAR}, {"name of recipient", DX_LABEL_CLEAR},
    {"name of payee", DX_LABEL_CLEAR}, {"name of master", DX_LABEL_CLEAR}, {"name of captain", DX_LABEL_CLEAR}, {"name of guarantor", DX_LABEL_CLEAR}, {"name of reference", DX_LABEL_CLEAR}, {"contact's name", DX_LABEL_CLEAR},
    {"full name of applicant", DX_LABEL_CLEAR}, {"full name of witness", DX_LABEL_CLEAR}, {"full name of worker", DX_LABEL_CLEAR}, {"name as per passport", DX_LABEL_CLEAR}, {"name as in passport", DX_LABEL_CLEAR}, {"name per passport", DX_LABEL_CLEAR},
    {"family name, given names", DX_LABEL_CLEAR}, {"family name, given name", DX_LABEL_CLEAR}, {"surname, given names", DX_LABEL_CLEAR}, {"last name, first name", DX_LABEL_CLEAR}, {"surname and given names", DX_LABEL_CLEAR},
    {"surname & given names", DX_LABEL_CLEAR}, {"name of interpreter", DX_LABEL_CLEAR}, {"recorded by", DX_LABEL_FORM}, {"interviewed by", DX_LABEL_FORM}, {"reported by", DX_LABEL_FORM}, {"taken by", DX_LABEL_FORM}, {"arrested by", DX_LABEL_FORM},
    {"witnessed by", DX_LABEL_FORM}, {"investigating officer", DX_LABEL_FORM}, {"case officer", DX_LABEL_FORM}, {"reporting officer", DX_LABEL_FORM}, {"arresting officer", DX_LABEL_FORM}, {"point of contact", DX_LABEL_FORM},
    {"person in charge", DX_LABEL_FORM}, {"primary contact", DX_LABEL_FORM}, {"local guarantor", DX_LABEL_FORM}, {"house owner", DX_LABEL_FORM}, {"house master", DX_LABEL_FORM}, {"ship master", DX_LABEL_FORM}, {"escort", DX_LABEL_FORM},
    {"facilitator", DX_LABEL_FORM}, {"smuggler", DX_LABEL_FORM}, {"payee/beneficiary", DX_LABEL_FORM}, {"authorized signatory", DX_LABEL_FORM}, {"authorised signatory", DX_LABEL_FORM},
    {"pic", DX_LABEL_PLAIN}, {"attn", DX_LABEL_PLAIN}, {"attention", DX_LABEL_PLAIN}, {"prepared by", DX_LABEL_PLAIN}, {"checked by", DX_LABEL_PLAIN}, {"approved by", DX_LABEL_PLAIN}, {"driver/captain", DX_LABEL_PLAIN},
    {"name of arrestee", DX_LABEL_CLEAR}, {"name of accused", DX_LABEL_CLEAR}, {"name of the accused", DX_LABEL_CLEAR}, {"name of complainant", DX_LABEL_CLEAR},
    {"name of deponent", DX_LABEL_CLEAR}, {"name of tenant", DX_LABEL_CLEAR}, {"name of buyer", DX_LABEL_CLEAR}, {"true name", DX_LABEL_CLEAR},
    {"arrestee", DX_LABEL_FORM}, {"affiant", DX_LABEL_FORM}, {"pawner", DX_LABEL_FORM}, {"pawned by", DX_LABEL_FORM}, {"redeemed by", DX_LABEL_FORM},
    {"consigned by", DX_LABEL_FORM}, {"shift officer", DX_LABEL_FORM}, {"night auditor", DX_LABEL_FORM},
    {"full name", DX_LABEL_CLEAR}, {"name of holder", DX_LABEL_CLEAR}, {"account name", DX_LABEL_CLEAR}, {"acc name", DX_LABEL_CLEAR}, {"acc. name", DX_LABEL_CLEAR}, {"a/c name", DX_LABEL_CLEAR},
    {"account holder", DX_LABEL_CLEAR}, {"account holder name", DX_LABEL_CLEAR}, {"beneficiary", DX_LABEL_CLEAR}, {"beneficiary name", DX_LABEL_CLEAR}, {"payee", DX_LABEL_CLEAR},
    {"payee name", DX_LABEL_CLEAR}, {"payer", DX_LABEL_CLEAR}, {"payer name", DX_LABEL_CLEAR}, {"sender", DX_LABEL_FORM}, {"sender name", DX_LABEL_CLEAR}, {"sender's name", DX_LABEL_CLEAR},
    {"receiver", DX_LABEL_FORM}, {"receiver name", DX_LABEL_CLEAR}, {"recipient", DX_LABEL_FORM}, {"recipient name", DX_LABEL_CLEAR}, {"remitter", DX_LABEL_CLEAR},
    {"customer name", DX_LABEL_CLEAR}, {"passenger", DX_LABEL_FORM}, {"passenger name", DX_LABEL_CLEAR}, {"guest name", DX_LABEL_CLEAR}, {"contact name", DX_LABEL_CLEAR}, {"contact person", DX_LABEL_CLEAR},
    {"cardholder", DX_LABEL_CLEAR}, {"cardholder name", DX_LABEL_CLEAR}, {"name on card", DX_LABEL_CLEAR}, {"surname", DX_LABEL_CLEAR}, {"last name", DX_LABEL_CLEAR}, {"family name", DX_LABEL_CLEAR},
    {"given name", DX_LABEL_CLEAR}, {"given names", DX_LABEL_CLEAR}, {"given name(s)", DX_LABEL_CLEAR}, {"first name", DX_LABEL_CLEAR}, {"forename", DX_LABEL_CLEAR}, {"middle name", DX_LABEL_CLEAR},
    {"father's name", DX_LABEL_CLEAR}, {"fathers name", DX_LABEL_CLEAR}, {"father name", DX_LABEL_CLEAR}, {"name of father", DX_LABEL_CLEAR}, {"mother's name", DX_LABEL_CLEAR}, {"mother name", DX_LABEL_CLEAR},
    {"name of mother", DX_LABEL_CLEAR}, {"spouse name", DX_LABEL_CLEAR}, {"employer name", DX_LABEL_CLEAR}, {"worker name", DX_LABEL_CLEAR}, {"employee name", DX_LABEL_CLEAR}, {"driver name", DX_LABEL_CLEAR},
    {"driver's name", DX_LABEL_CLEAR}, {"name of applicant", DX_LABEL_CLEAR}, {"applicant name", DX_LABEL_CLEAR}, {"nickname", DX_LABEL_PLAIN}, {"alias", DX_LABEL_PLAIN}, {"name in full", DX_LABEL_CLEAR},
    {"transfer to", DX_LABEL_PLAIN}, {"name", DX_LABEL_PLAIN}, {"holder", DX_LABEL_PLAIN}, {"holder's name", DX_LABEL_CLEAR}, {"holder name", DX_LABEL_CLEAR}, {"bank account name", DX_LABEL_CLEAR}, {"name of account", DX_LABEL_CLEAR}, {"name of account holder", DX_LABEL_CLEAR},
    {"name of passenger", DX_LABEL_CLEAR}, {"remitter name", DX_LABEL_CLEAR}, {"sent to", DX_LABEL_PLAIN}, {"sent by", DX_LABEL_PLAIN}, {"paid to", DX_LABEL_PLAIN}, {"received from", DX_LABEL_PLAIN}, {"depositor", DX_LABEL_FORM},
    {"traveller", DX_LABEL_PLAIN}, {"traveler", DX_LABEL_PLAIN}, {"patient name", DX_LABEL_CLEAR}, {"student name", DX_LABEL_CLEAR}, {"crew name", DX_LABEL_CLEAR}, {"owner name", DX_LABEL_CLEAR}, {"owner's name", DX_LABEL_CLEAR},
    {"real name", DX_LABEL_CLEAR}, {"name (as in passport)", DX_LABEL_CLEAR}, {"english name", DX_LABEL_CLEAR}, {"thai name", DX_LABEL_CLEAR}, {"next of kin", DX_LABEL_PLAIN}, {"emergency contact", DX_LABEL_PLAIN}, {"insured", DX_LABEL_PLAIN}, {"consignee", DX_LABEL_FORM}, {"shipper", DX_LABEL_FORM},
    {"suspect", DX_LABEL_FORM}, {"victim", DX_LABEL_FORM}, {"witness", DX_LABEL_FORM}, {"complainant", DX_LABEL_FORM}, {"informant", DX_LABEL_FORM}, {"accused", DX_LABEL_FORM}, {"defendant", DX_LABEL_FORM},
    {"guarantor", DX_LABEL_FORM}, {"borrower", DX_LABEL_PLAIN}, {"lender", DX_LABEL_PLAIN}, {"tenant", DX_LABEL_PLAIN}, {"landlord", DX_LABEL_PLAIN}, {"registered owner", DX_LABEL_FORM}, {"signatory", DX_LABEL_FORM}, {"bearer", DX_LABEL_PLAIN},
    {"recruiter", DX_LABEL_FORM}, {"guest", DX_LABEL_PLAIN}, {"registered name", DX_LABEL_CLEAR}, {"registered to", DX_LABEL_PLAIN},
    {"kpay name", DX_LABEL_CLEAR}, {"kbzpay name", DX_LABEL_CLEAR}, {"wave name", DX_LABEL_CLEAR}, {"wavepay name", DX_LABEL_CLEAR}, {"wallet name", DX_LABEL_CLEAR}, {"gcash name", DX_LABEL_CLEAR}, {"husband's name", DX_LABEL_CLEAR}, {"wife's name", DX_LABEL_CLEAR}, {"parent's name", DX_LABEL_CLEAR}, {"name of spouse", DX_LABEL_CLEAR}, {"name of employer", DX_LABEL_CLEAR}, {"name of owner", DX_LABEL_CLEAR}, {"name of crew", DX_LABEL_CLEAR}, {"owner's full name", DX_LABEL_CLEAR}, {"name of beneficiary", DX_LABEL_CLEAR}, {"name of sender", DX_LABEL_CLEAR}, {"name of receiver", DX_LABEL_CLEAR}, {"complete name", DX_LABEL_CLEAR}, {"driver", DX_LABEL_PLAIN}, {"skipper", DX_LABEL_PLAIN}, {"boatman", DX_LABEL_PLAIN}, {"broker", DX_LABEL_PLAIN}, {"transferred to", DX_LABEL_CLEAR}, {"account title", DX_LABEL_FORM}, {"detainee", DX_LABEL_FORM}, {"claimant", DX_LABEL_FORM}, {"lessee", DX_LABEL_FORM}, {"lessor", DX_LABEL_FORM},
    {"alien's name", DX_LABEL_CLEAR}, {"name of alien", DX_LABEL_CLEAR}, {"fullname", DX_LABEL_CLEAR}, {"firstname", DX_LABEL_CLEAR}, {"lastname", DX_LABEL_CLEAR}, {"s/o", DX_LABEL_CLEAR}, {"d/o", DX_LABEL_CLEAR}, {"shared contact", DX_LABEL_CLEAR},
    {"contact shared", DX_LABEL_PLAIN}, {"sponsor", DX_LABEL_PLAIN}, {"maid", DX_LABEL_PLAIN}, {"employer", DX_LABEL_PLAIN}, {"employee", DX_LABEL_PLAIN}, {"worker", DX_LABEL_PLAIN}, {"agent name", DX_LABEL_PLAIN},
    {"best regards", DX_LABEL_FORM}, {"kind regards", DX_LABEL_FORM}, {"regards", DX_LABEL_FORM}, {"sincerely", DX_LABEL_FORM}, {"yours sincerely", DX_LABEL_FORM}, {"yours faithfully", DX_LABEL_FORM},
    {"collector name", DX_LABEL_CLEAR}, {"subscriber name", DX_LABEL_CLEAR}, {"registered in the name of", DX_LABEL_CLEAR}, {"alien name", DX_LABEL_CLEAR}, {"name of worker", DX_LABEL_CLEAR}, {"name of guest", DX_LABEL_CLEAR}, {"emergency contact name", DX_LABEL_CLEAR}, {"my name is", DX_LABEL_CLEAR}, {"head of family", DX_LABEL_CLEAR}, {"head of household", DX_LABEL_CLEAR}, {"name of victim", DX_LABEL_CLEAR}, {"name of suspect", DX_LABEL_CLEAR}, {"name of driver", DX_LABEL_CLEAR}, {"passenger's name", DX_LABEL_CLEAR}, {"guardian's name", DX_LABEL_CLEAR}, {"guardian name", DX_LABEL_CLEAR}, {"contact person's name", DX_LABEL_CLEAR}, {"nama pengadu", DX_LABEL_CLEAR}, {"nama mangsa", DX_LABEL_CLEAR}, {"nama wakil", DX_LABEL_CLEAR}, {"nama kapten", DX_LABEL_CLEAR},
    {"subscriber", DX_LABEL_FORM}, {"deponent", DX_LABEL_FORM}, {"applicant", DX_LABEL_FORM}, {"missing person", DX_LABEL_FORM}, {"survivor", DX_LABEL_FORM}, {"interviewee", DX_LABEL_FORM}, {"head of hh", DX_LABEL_FORM}, {"attorney-in-fact", DX_LABEL_FORM},
    {"spouse", DX_LABEL_PLAIN}, {"guardian", DX_LABEL_PLAIN},
    {"from", DX_LABEL_LEAD}, {"to", DX_LABEL_LEAD}, {"transfer from", DX_LABEL_LEAD},
    {"forwarded from", DX_LABEL_CLEAR}, {"lead guest", DX_LABEL_FORM}, {"main guest", DX_LABEL_FORM}, {"other guests", DX_LABEL_FORM}, {"persona", DX_LABEL_PLAIN},
    {"diteruskan dari", DX_LABEL_CLEAR}, {"dimajukan daripada", DX_LABEL_CLEAR}, {"chuyển tiếp từ", DX_LABEL_CLEAR}, {"Chuyển tiếp từ", DX_LABEL_CLEAR}, {"ส่งต่อจาก", DX_LABEL_CLEAR}, {"转发自", DX_LABEL_CLEAR}, {"轉發自", DX_LABEL_CLEAR},
    /* Burmese */
    {"စစ်ဆေးသူ", DX_LABEL_FORM}, {"အရာရှိ", DX_LABEL_FORM}, {"ထောက်ခံသူ", DX_LABEL_FORM}, {"အာမခံ", DX_LABEL_FORM}, {"အလုပ်ရှင်", DX_LABEL_FORM}, {"ဆက်သွယ်ရမည့်သူ", DX_LABEL_FORM}, {"လျှောက်ထားသူ", DX_LABEL_FORM}, {"ငွေလက်ခံသူအမည်", DX_LABEL_CLEAR},
    {"ငွေပို့သူ", DX_LABEL_CLEAR}, {"ငွေပို့သူအမည်", DX_LABEL_CLEAR}, {"ယာဉ်မောင်းအမည်", DX_LABEL_CLEAR},
    {"တိုင်တန်းသူ", DX_LABEL_FORM}, {"တရားလို", DX_LABEL_FORM}, {"တရားခံ", DX_LABEL_FORM}, {"ခရီးသည်", DX_LABEL_FORM}, {"ကားသမား", DX_LABEL_FORM}, {"အာမခံသူ", DX_LABEL_FORM}, {"အိမ်ထောင်ဦးစီး", DX_LABEL_FORM}, {"အလုပ်သမား", DX_LABEL_FORM}, {"သက်သေ", DX_LABEL_FORM}, {"ထိန်းသိမ်းခံရသူ", DX_LABEL_FORM},
    {"တာဝန်ခံ", DX_LABEL_FORM}, {"ပိုက်ဆံလက်ခံသူ", DX_LABEL_CLEAR}, {"ငွေထုတ်သူ", DX_LABEL_CLEAR}, {"ငွေသွင်းသူ", DX_LABEL_CLEAR}, {"အိမ်ရှင်", DX_LABEL_FORM}, {"ယာဉ်မောင်း", DX_LABEL_FORM},
    {"အမည်", DX_LABEL_FORM}, {"အမည္", DX_LABEL_FORM}, {"နာမည်", DX_LABEL_CLEAR}, {"အဖအမည်", DX_LABEL_CLEAR}, {"အဘအမည်", DX_LABEL_CLEAR}, {"ဖခင်အမည်", DX_LABEL_CLEAR}, {"အဖ", DX_LABEL_PLAIN}, {"အမိအမည်", DX_LABEL_CLEAR},
    {"မိခင်အမည်", DX_LABEL_CLEAR}, {"အကောင့်အမည်", DX_LABEL_CLEAR}, {"ငွေလွှဲသူ", DX_LABEL_CLEAR}, {"ငွေလက်ခံသူ", DX_LABEL_CLEAR}, {"လက်ခံသူ", DX_LABEL_CLEAR}, {"ပေးပို့သူ", DX_LABEL_CLEAR}, {"ငွေလွှဲသူအမည်", DX_LABEL_CLEAR}, {"လွှဲသူ", DX_LABEL_CLEAR}, {"လက်ခံမည့်သူ", DX_LABEL_CLEAR}, {"ပို့သူ", DX_LABEL_CLEAR}, {"ပိုင်ရှင်အမည်", DX_LABEL_CLEAR}, {"ပိုင်ရှင်", DX_LABEL_PLAIN}, {"ခရီးသည်အမည်", DX_LABEL_CLEAR}, {"အလုပ်သမားအမည်", DX_LABEL_CLEAR}, {"အလုပ်ရှင်အမည်", DX_LABEL_CLEAR}, {"အမည်အပြည့်အစုံ", DX_LABEL_CLEAR}, {"ဇနီးအမည်", DX_LABEL_CLEAR}, {"ခင်ပွန်းအမည်", DX_LABEL_CLEAR}, {"အမိ", DX_LABEL_PLAIN},
    {"လက်ခံသူအမည်", DX_LABEL_CLEAR},
    /* Indonesian, Malay */
    {"diwakili oleh", DX_LABEL_FORM}, {"rekening sumber", DX_LABEL_FORM}, {"sumber dana", DX_LABEL_FORM}, {"rekening asal", DX_LABEL_FORM}, {"penyidik", DX_LABEL_FORM}, {"pemeriksa", DX_LABEL_FORM}, {"terperiksa", DX_LABEL_FORM}, {"nahkoda", DX_LABEL_FORM},
    {"nakhoda kapal", DX_LABEL_FORM}, {"kapten kapal", DX_LABEL_FORM}, {"pelanggan", DX_LABEL_FORM}, {"suspek", DX_LABEL_FORM}, {"pegawai penyiasat", DX_LABEL_FORM}, {"pegawai penyokong", DX_LABEL_FORM}, {"penterjemah", DX_LABEL_FORM},
    {"juru bahasa", DX_LABEL_FORM}, {"juru bicara", DX_LABEL_FORM}, {"direktur", DX_LABEL_FORM}, {"direktur utama", DX_LABEL_FORM}, {"pengarah", DX_LABEL_FORM}, {"pengurus", DX_LABEL_FORM}, {"penanggung jawab", DX_LABEL_FORM}, {"agen", DX_LABEL_FORM},
    {"perekrut lapangan", DX_LABEL_FORM}, {"kuasa", DX_LABEL_FORM}, {"yang menyatakan", DX_LABEL_FORM}, {"yang memberi kuasa", DX_LABEL_FORM}, {"yang menerima", DX_LABEL_FORM}, {"pemegang paspor", DX_LABEL_FORM}, {"penama", DX_LABEL_FORM},
    {"orang kena saman", DX_LABEL_FORM}, {"penjaga", DX_LABEL_FORM}, {"nama anggota", DX_LABEL_CLEAR}, {"nama direktur", DX_LABEL_CLEAR}, {"nama pengarah", DX_LABEL_CLEAR}, {"nama suspek", DX_LABEL_CLEAR}, {"nama anak buah kapal", DX_LABEL_CLEAR},
    {"nama abk", DX_LABEL_CLEAR}, {"nama pmi", DX_LABEL_CLEAR}, {"nama tujuan", DX_LABEL_CLEAR}, {"nama kontak", DX_LABEL_CLEAR}, {"nama lengkap sesuai ktp", DX_LABEL_CLEAR}, {"nama waris", DX_LABEL_CLEAR}, {"nama pelancong", DX_LABEL_CLEAR},
    {"nama tetamu", DX_LABEL_CLEAR}, {"nama tamu", DX_LABEL_CLEAR},
    {"pengadu", DX_LABEL_FORM}, {"mangsa", DX_LABEL_FORM}, {"tertuduh", DX_LABEL_FORM}, {"pemohon", DX_LABEL_FORM}, {"penadah", DX_LABEL_FORM}, {"pihak kedua", DX_LABEL_FORM}, {"pihak pertama", DX_LABEL_FORM}, {"ahli waris", DX_LABEL_FORM}, {"supir", DX_LABEL_PLAIN}, {"calo", DX_LABEL_PLAIN}, {"perekrut", DX_LABEL_PLAIN}, {"nelayan", DX_LABEL_PLAIN},
    {"nama terlapor", DX_LABEL_CLEAR}, {"nama pelapor", DX_LABEL_CLEAR}, {"nama korban", DX_LABEL_CLEAR}, {"nama tersangka", DX_LABEL_CLEAR}, {"nama saksi", DX_LABEL_CLEAR}, {"nama sopir", DX_LABEL_CLEAR}, {"nama pasangan", DX_LABEL_CLEAR},
    {"bapa", DX_LABEL_PLAIN}, {"ibu", DX_LABEL_PLAIN}, {"ayah", DX_LABEL_PLAIN}, {"suami", DX_LABEL_PLAIN}, {"istri", DX_LABEL_PLAIN}, {"isteri", DX_LABEL_PLAIN}, {"anak", DX_LABEL_PLAIN},
    {"hormat kami", DX_LABEL_FORM},
    {"đối tượng", DX_LABEL_LEAD}, {"saya", DX_LABEL_LEAD}, {"bernama", DX_LABEL_LEAD}, {"namanya", DX_LABEL_LEAD}, {"ke", DX_LABEL_LEAD}, {"dari", DX_LABEL_LEAD}, {"kepada", DX_LABEL_LEAD}, {"daripada", DX_LABEL_LEAD},
    {"tekong", DX_LABEL_FORM}, {"juru mudi", DX_LABEL_FORM}, {"pembeli", DX_LABEL_FORM}, {"penjual", DX_LABEL_FORM}, {"tuan rumah", DX_LABEL_FORM},
    {"pemilik terdahulu", DX_LABEL_FORM}, {"pemilik baru", DX_LABEL_FORM}, {"peminjam", DX_LABEL_FORM}, {"pemberi pinjaman", DX_LABEL_FORM},
    {"saksi 1", DX_LABEL_FORM}, {"saksi 2", DX_LABEL_FORM}, {"terdakwa", DX_LABEL_FORM},
    {"kepala keluarga", DX_LABEL_FORM}, {"tersangka", DX_LABEL_FORM}, {"korban", DX_LABEL_FORM}, {"saksi", DX_LABEL_FORM}, {"pelapor", DX_LABEL_FORM}, {"terlapor", DX_LABEL_FORM}, {"sopir", DX_LABEL_PLAIN}, {"pengemudi", DX_LABEL_FORM}, {"penyewa", DX_LABEL_FORM},
    {"penjamin", DX_LABEL_FORM}, {"pemandu", DX_LABEL_PLAIN}, {"waris", DX_LABEL_PLAIN}, {"majikan", DX_LABEL_FORM}, {"mang tên", DX_LABEL_FORM}, {"Người đại diện", DX_LABEL_FORM}, {"chủ xe", DX_LABEL_FORM}, {"Chủ xe", DX_LABEL_FORM}, {"khách hàng", DX_LABEL_FORM}, {"Khách hàng", DX_LABEL_FORM},
    {"nama", DX_LABEL_FORM}, {"nama lengkap", DX_LABEL_CLEAR}, {"nama penuh", DX_LABEL_CLEAR}, {"nama penerima", DX_LABEL_CLEAR}, {"nama pengirim", DX_LABEL_CLEAR}, {"nama rekening", DX_LABEL_CLEAR},
    {"nama pemilik rekening", DX_LABEL_CLEAR}, {"nama pemilik", DX_LABEL_CLEAR}, {"nama ayah", DX_LABEL_CLEAR}, {"nama ibu", DX_LABEL_CLEAR}, {"nama kepala keluarga", DX_LABEL_CLEAR}, {"atas nama", DX_LABEL_CLEAR},
    {"a.n.", DX_LABEL_CLEAR}, {"a.n", DX_LABEL_CLEAR}, {"a/n", DX_LABEL_CLEAR}, {"penerima", DX_LABEL_FORM}, {"pengirim", DX_LABEL_FORM}, {"pemilik rekening", DX_LABEL_CLEAR}, {"nama penumpang", DX_LABEL_CLEAR},
    {"nama bapa", DX_LABEL_CLEAR}, {"penumpang", DX_LABEL_FORM}, {"pemilik", DX_LABEL_FORM}, {"nama pelanggan", DX_LABEL_CLEAR}, {"nama panggilan", DX_LABEL_PLAIN}, {"nama akun", DX_LABEL_CLEAR}, {"penyetor", DX_LABEL_FORM}, {"nama penyetor", DX_LABEL_CLEAR}, {"nama pengemudi", DX_LABEL_CLEAR}, {"nama suami", DX_LABEL_CLEAR}, {"nama istri", DX_LABEL_CLEAR}, {"nama isteri", DX_LABEL_CLEAR}, {"nama majikan", DX_LABEL_CLEAR}, {"nama pekerja", DX_LABEL_CLEAR}, {"kontak darurat", DX_LABEL_PLAIN}, {"nama pemegang kartu", DX_LABEL_CLEAR}, {"nama pemohon", DX_LABEL_CLEAR}, {"tên", DX_LABEL_PLAIN}, {"Tên", DX_LABEL_PLAIN}, {"tên khách hàng", DX_LABEL_CLEAR}, {"Tên khách hàng", DX_LABEL_CLEAR}, {"Chủ TK", DX_LABEL_CLEAR}, {"tên chủ thẻ", DX_LABEL_CLEAR}, {"nama akaun", DX_LABEL_CLEAR}, {"nama pemegang akaun", DX_LABEL_CLEAR}, {"nama sesuai paspor", DX_LABEL_CLEAR}, {"nama sesuai ktp", DX_LABEL_CLEAR}, {"nama di paspor", DX_LABEL_CLEAR}, {"nama ibu kandung", DX_LABEL_CLEAR}, {"nama bapak", DX_LABEL_CLEAR}, {"nama wali", DX_LABEL_CLEAR}, {"nama tki", DX_LABEL_CLEAR}, {"nama cpmi", DX_LABEL_CLEAR}, {"nama nakhoda", DX_LABEL_CLEAR}, {"nama pemilik akaun", DX_LABEL_CLEAR}, {"pemilik akaun", DX_LABEL_CLEAR}, {"pemegang akaun", DX_LABEL_CLEAR}, {"nama pemegang", DX_LABEL_CLEAR}, {"nama dalam pasport", DX_LABEL_CLEAR}, {"nama pasangan hidup", DX_LABEL_CLEAR}, {"wali", DX_LABEL_FORM}, {"nakhoda", DX_LABEL_FORM}, {"penerima uang", DX_LABEL_FORM},
    /* Vietnamese, Khmer, Lao, Filipino; Spanish, French, Russian */
    {"điều tra viên", DX_LABEL_FORM}, {"cán bộ điều tra", DX_LABEL_FORM}, {"người làm chứng", DX_LABEL_FORM}, {"người bị hại", DX_LABEL_FORM}, {"người báo tin", DX_LABEL_FORM}, {"người tố cáo", DX_LABEL_FORM}, {"người nộp tiền", DX_LABEL_FORM},
    {"người giới thiệu", DX_LABEL_FORM}, {"người bảo hộ", DX_LABEL_FORM}, {"thuyền trưởng", DX_LABEL_FORM}, {"thuyền viên", DX_LABEL_FORM}, {"người đứng đầu", DX_LABEL_FORM}, {"giám đốc", DX_LABEL_FORM}, {"bên a", DX_LABEL_FORM}, {"bên b", DX_LABEL_FORM},
    {"họ tên người khai", DX_LABEL_CLEAR}, {"họ và tên người khai", DX_LABEL_CLEAR}, {"họ tên khách hàng", DX_LABEL_CLEAR}, {"họ tên người nhận", DX_LABEL_CLEAR}, {"họ tên người gửi", DX_LABEL_CLEAR}, {"họ và tên người nhận", DX_LABEL_CLEAR},
    {"họ và tên người gửi", DX_LABEL_CLEAR}, {"tên người gửi", DX_LABEL_CLEAR}, {"họ và tên khách hàng", DX_LABEL_CLEAR}, {"ho va ten", DX_LABEL_CLEAR}, {"ho ten", DX_LABEL_CLEAR}, {"ten nguoi nhan", DX_LABEL_CLEAR}, {"nguoi nhan", DX_LABEL_CLEAR},
    {"nguoi gui", DX_LABEL_CLEAR}, {"ten tai khoan", DX_LABEL_CLEAR}, {"chu the", DX_LABEL_CLEAR}, {"họ tên cha", DX_LABEL_CLEAR}, {"họ tên mẹ", DX_LABEL_CLEAR}, {"họ tên vợ", DX_LABEL_CLEAR}, {"họ tên chồng", DX_LABEL_CLEAR}, {"ខ្ញុំបាទឈ្មោះ", DX_LABEL_CLEAR},
    {"នាងខ្ញុំឈ្មោះ", DX_LABEL_CLEAR}, {"ខ្ញុំឈ្មោះ", DX_LABEL_CLEAR}, {"ឈ្មោះអ្នកទទួល", DX_LABEL_CLEAR}, {"ឈ្មោះអ្នកផ្ញើ", DX_LABEL_CLEAR}, {"ឈ្មោះពេញ", DX_LABEL_CLEAR}, {"ຜູ້ກ່ຽວ", DX_LABEL_FORM}, {"ຜູ້ຄ້ຳປະກັນ", DX_LABEL_FORM}, {"ຊື່ຜົວ", DX_LABEL_FORM},
    {"ຊື່ເມຍ", DX_LABEL_FORM}, {"ຊື່ພໍ່", DX_LABEL_FORM}, {"ຊື່ແມ່", DX_LABEL_FORM}, {"nagpadala", DX_LABEL_FORM}, {"tatanggap", DX_LABEL_FORM}, {"tumanggap", DX_LABEL_FORM}, {"nagreklamo", DX_LABEL_FORM}, {"biktima", DX_LABEL_FORM},
    {"pasahero", DX_LABEL_FORM}, {"drayber", DX_LABEL_FORM}, {"kapitan", DX_LABEL_FORM}, {"ipinadala kay", DX_LABEL_FORM}, {"tinanggap ni", DX_LABEL_FORM},
    {"chủ thuê bao", DX_LABEL_CLEAR}, {"Chủ thuê bao", DX_LABEL_CLEAR}, {"họ và tên mẹ", DX_LABEL_CLEAR}, {"Họ và tên mẹ", DX_LABEL_CLEAR}, {"họ và tên cha", DX_LABEL_CLEAR}, {"Họ và tên cha", DX_LABEL_CLEAR}, {"họ và tên bố", DX_LABEL_CLEAR}, {"Họ và tên bố", DX_LABEL_CLEAR}, {"họ và tên vợ", DX_LABEL_CLEAR}, {"họ và tên chồng", DX_LABEL_CLEAR}, {"Họ, chữ đệm và tên khai sinh", DX_LABEL_CLEAR}, {"họ, chữ đệm và tên khai sinh", DX_LABEL_CLEAR}, {"tên tôi là", DX_LABEL_CLEAR}, {"Tên tôi là", DX_LABEL_CLEAR}, {"tôi tên là", DX_LABEL_CLEAR}, {"Tôi tên là", DX_LABEL_CLEAR},
    {"hành khách", DX_LABEL_FORM}, {"Hành khách", DX_LABEL_FORM}, {"bị hại", DX_LABEL_FORM}, {"Bị hại", DX_LABEL_FORM}, {"bị can", DX_LABEL_FORM}, {"Bị can", DX_LABEL_FORM}, {"bị cáo", DX_LABEL_FORM}, {"nghi phạm", DX_LABEL_FORM}, {"Nghi phạm", DX_LABEL_FORM}, {"nạn nhân", DX_LABEL_FORM}, {"Nạn nhân", DX_LABEL_FORM}, {"tài xế", DX_LABEL_FORM}, {"Tài xế", DX_LABEL_FORM}, {"lái xe", DX_LABEL_FORM}, {"Lái xe", DX_LABEL_FORM}, {"người lao động", DX_LABEL_FORM}, {"Người lao động", DX_LABEL_FORM}, {"người khai", DX_LABEL_FORM}, {"Người khai", DX_LABEL_FORM}, {"người bảo lãnh", DX_LABEL_FORM},
    {"នាមត្រកូល", DX_LABEL_CLEAR}, {"នាមខ្លួន", DX_LABEL_CLEAR}, {"ឈ្មោះជាអក្សរឡាតាំង", DX_LABEL_CLEAR}, {"ជនសង្ស័យឈ្មោះ", DX_LABEL_CLEAR}, {"ឈ្មោះឪពុក", DX_LABEL_CLEAR}, {"ឈ្មោះម្តាយ", DX_LABEL_CLEAR}, {"ຜູ້ກ່ຽວຊື່", DX_LABEL_CLEAR},
    {"អ្នកដំណើរ", DX_LABEL_FORM}, {"អ្នកទទួល", DX_LABEL_FORM}, {"អ្នកផ្ញើ", DX_LABEL_FORM}, {"ជនសង្ស័យ", DX_LABEL_FORM}, {"ជនរងគ្រោះ", DX_LABEL_FORM}, {"ຜູ້ຖືກຫາ", DX_LABEL_FORM}, {"ຜູ້ເສຍຫາຍ", DX_LABEL_FORM}, {"ຜູ້ໂດຍສານ", DX_LABEL_FORM},
    {"ako si", DX_LABEL_FORM}, {"nombre", DX_LABEL_FORM}, {"apellido", DX_LABEL_CLEAR}, {"apellidos", DX_LABEL_CLEAR}, {"фамилия", DX_LABEL_CLEAR}, {"отчество", DX_LABEL_CLEAR}, {"фио", DX_LABEL_CLEAR}, {"Фамилия", DX_LABEL_CLEAR}, {"Отчество", DX_LABEL_CLEAR}, {"ФИО", DX_LABEL_CLEAR}, {"nom", DX_LABEL_PLAIN}, {"prénom", DX_LABEL_CLEAR}, {"Prénom", DX_LABEL_CLEAR}, {"имя", DX_LABEL_PLAIN}, {"Имя", DX_LABEL_PLAIN},
    {"cha", DX_LABEL_PLAIN}, {"mẹ", DX_LABEL_PLAIN}, {"Mẹ", DX_LABEL_PLAIN}, {"vợ", DX_LABEL_PLAIN}, {"chồng", DX_LABEL_PLAIN},
    {"trân trọng", DX_LABEL_FORM}, {"Trân trọng", DX_LABEL_FORM},
    {"đến", DX_LABEL_LEAD}, {"từ", DX_LABEL_LEAD}, {"tới", DX_LABEL_LEAD}, {"den", DX_LABEL_LEAD},
    {"họ và tên", DX_LABEL_CLEAR}, {"Họ và tên", DX_LABEL_CLEAR}, {"họ, chữ đệm và tên", DX_LABEL_CLEAR}, {"Họ, chữ đệm và tên", DX_LABEL_CLEAR}, {"họ tên", DX_LABEL_CLEAR}, {"Họ tên", DX_LABEL_CLEAR}, {"chủ tài khoản", DX_LABEL_CLEAR}, {"Chủ tài khoản", DX_LABEL_CLEAR},
    {"người nhận", DX_LABEL_CLEAR}, {"Người nhận", DX_LABEL_CLEAR}, {"người gửi", DX_LABEL_CLEAR}, {"Người gửi", DX_LABEL_CLEAR}, {"tên tài khoản", DX_LABEL_CLEAR}, {"Tên tài khoản", DX_LABEL_CLEAR},
    {"tên người nhận", DX_LABEL_CLEAR}, {"chủ tk", DX_LABEL_CLEAR}, {"chu tk", DX_LABEL_CLEAR}, {"chu tai khoan", DX_LABEL_CLEAR}, {"Tên người nhận", DX_LABEL_CLEAR}, {"tên chủ tài khoản", DX_LABEL_CLEAR}, {"Tên chủ tài khoản", DX_LABEL_CLEAR}, {"chủ thẻ", DX_LABEL_CLEAR}, {"Chủ thẻ", DX_LABEL_CLEAR}, {"người thụ hưởng", DX_LABEL_CLEAR}, {"Người thụ hưởng", DX_LABEL_CLEAR}, {"đơn vị thụ hưởng", DX_LABEL_CLEAR}, {"người liên hệ", DX_LABEL_CLEAR}, {"Người liên hệ", DX_LABEL_CLEAR}, {"គោត្តនាម និងនាម", DX_LABEL_CLEAR}, {"គោត្តនាម-នាម", DX_LABEL_CLEAR}, {"ឈ្មោះ", DX_LABEL_FORM}, {"ឈ្មោះគណនី", DX_LABEL_CLEAR}, {"ຊື່ ແລະ ນາມສະກຸນ", DX_LABEL_CLEAR}, {"ຊື່ແລະນາມສະກຸນ", DX_LABEL_CLEAR}, {"ຊື່ຜູ້ຮັບ", DX_LABEL_CLEAR}, {"ຊື່ຜູ້ໂອນ", DX_LABEL_CLEAR}, {"ຜູ້ຮັບ", DX_LABEL_FORM}, {"ຜູ້ໂອນ", DX_LABEL_FORM},
    {"ຊື່ບັນຊີ", DX_LABEL_CLEAR}, {"ຊື່", DX_LABEL_PLAIN}, {"pangalan", DX_LABEL_FORM}, {"mga pangalan", DX_LABEL_CLEAR}, {"apelyido", DX_LABEL_CLEAR}, {"gitnang apelyido", DX_LABEL_CLEAR},
    /* Chinese, Hindi and Nepali, Bengali, Urdu */
    {"被询问人", DX_LABEL_CLEAR}, {"被讯问人", DX_LABEL_CLEAR}, {"询问人", DX_LABEL_CLEAR}, {"讯问人", DX_LABEL_CLEAR}, {"记录人", DX_LABEL_CLEAR}, {"见证人", DX_LABEL_FORM}, {"证人", DX_LABEL_FORM}, {"收款账户名", DX_LABEL_FORM}, {"汇款人", DX_LABEL_FORM}, {"寄款人", DX_LABEL_FORM},
    {"受益人", DX_LABEL_FORM}, {"船长", DX_LABEL_FORM}, {"房客", DX_LABEL_FORM}, {"申请人", DX_LABEL_FORM}, {"雇主", DX_LABEL_FORM}, {"雇员", DX_LABEL_FORM}, {"翻译人员", DX_LABEL_FORM}, {"嫌疑人姓名", DX_LABEL_FORM}, {"当事人姓名", DX_LABEL_FORM}, {"办案民警", DX_LABEL_FORM},
    {"民警", DX_LABEL_FORM},
    {"紧急联系人", DX_LABEL_CLEAR}, {"緊急聯絡人", DX_LABEL_CLEAR}, {"司机姓名", DX_LABEL_CLEAR}, {"驾驶员姓名", DX_LABEL_CLEAR}, {"司机", DX_LABEL_FORM}, {"驾驶员", DX_LABEL_FORM}, {"旅客", DX_LABEL_FORM}, {"乘客", DX_LABEL_FORM}, {"乙方", DX_LABEL_FORM}, {"甲方", DX_LABEL_FORM}, {"介绍人", DX_LABEL_FORM}, {"人名", DX_LABEL_FORM}, {"担保人", DX_LABEL_FORM}, {"报警人", DX_LABEL_FORM}, {"投保人", DX_LABEL_FORM}, {"经办人", DX_LABEL_FORM}, {"法人", DX_LABEL_FORM}, {"用户名", DX_LABEL_NONE}, {"用戶名", DX_LABEL_NONE}, {"文件名", DX_LABEL_NONE},
    {"অভিভাবক", DX_LABEL_FORM}, {"বাদী", DX_LABEL_FORM}, {"বিবাদী", DX_LABEL_FORM}, {"আসামি", DX_LABEL_FORM}, {"আসামী", DX_LABEL_FORM}, {"যাত্রী", DX_LABEL_FORM}, {"ড্রাইভার", DX_LABEL_FORM}, {"अभियुक्त", DX_LABEL_FORM}, {"पीड़ित", DX_LABEL_FORM}, {"जाहेरवाला", DX_LABEL_FORM}, {"प्रतिवादी", DX_LABEL_FORM}, {"वादी", DX_LABEL_FORM}, {"यात्री", DX_LABEL_FORM}, {"ड्राइवर", DX_LABEL_FORM}, {"पिता", DX_LABEL_PLAIN}, {"पति", DX_LABEL_PLAIN}, {"माता", DX_LABEL_PLAIN}, {"कर्मचारी का नाम", DX_LABEL_CLEAR}, {"मेरा नाम", DX_LABEL_CLEAR}, {"आवेदक का नाम", DX_LABEL_CLEAR}, {"আমার নাম", DX_LABEL_CLEAR},
    {"收货人", DX_LABEL_FORM}, {"收件人", DX_LABEL_FORM}, {"寄件人", DX_LABEL_FORM}, {"发件人", DX_LABEL_FORM}, {"寄件者", DX_LABEL_FORM}, {"收件者", DX_LABEL_FORM}, {"嫌疑人", DX_LABEL_FORM}, {"持证人", DX_LABEL_FORM}, {"报案人", DX_LABEL_FORM}, {"被害人", DX_LABEL_FORM}, {"受害人", DX_LABEL_FORM}, {"户主", DX_LABEL_FORM}, {"法定代表人", DX_LABEL_FORM}, {"乘车人", DX_LABEL_FORM}, {"入住人", DX_LABEL_FORM},
    {"人事负责人", DX_LABEL_FORM}, {"借款人", DX_LABEL_FORM}, {"出借人", DX_LABEL_FORM}, {"欠款人", DX_LABEL_FORM}, {"组长", DX_LABEL_FORM}, {"投诉人", DX_LABEL_FORM}, {"举报人", DX_LABEL_FORM},
    {"负责人", DX_LABEL_FORM}, {"担保方", DX_LABEL_FORM},
    {"今借到", DX_LABEL_LEAD}, {"今收到", DX_LABEL_LEAD},
    {"姓名", DX_LABEL_FORM}, {"户名", DX_LABEL_CLEAR}, {"戶名", DX_LABEL_CLEAR}, {"收款人", DX_LABEL_CLEAR}, {"付款人", DX_LABEL_CLEAR}, {"收款方", DX_LABEL_CLEAR}, {"付款方", DX_LABEL_CLEAR}, {"收款人姓名", DX_LABEL_CLEAR}, {"姓 名", DX_LABEL_CLEAR}, {"户 名", DX_LABEL_CLEAR}, {"开户人", DX_LABEL_CLEAR}, {"戶主姓名", DX_LABEL_CLEAR}, {"收貨人", DX_LABEL_CLEAR}, {"中文姓名", DX_LABEL_CLEAR}, {"当事人", DX_LABEL_FORM}, {"被告人", DX_LABEL_FORM}, {"犯罪嫌疑人", DX_LABEL_FORM}, {"承租人", DX_LABEL_FORM}, {"车主", DX_LABEL_FORM}, {"付款人姓名", DX_LABEL_CLEAR}, {"持卡人", DX_LABEL_CLEAR}, {"持有人", DX_LABEL_CLEAR}, {"联系人", DX_LABEL_CLEAR}, {"聯絡人", DX_LABEL_CLEAR}, {"旅客姓名", DX_LABEL_CLEAR}, {"乘客姓名", DX_LABEL_CLEAR}, {"开户名", DX_LABEL_CLEAR}, {"账户名", DX_LABEL_CLEAR}, {"帳戶名稱", DX_LABEL_CLEAR}, {"真实姓名", DX_LABEL_CLEAR}, {"氏名", DX_LABEL_CLEAR}, {"お名前", DX_LABEL_FORM}, {"이름", DX_LABEL_FORM}, {"성명", DX_LABEL_CLEAR}, {"예금주", DX_LABEL_CLEAR}, {"पूरा नाम", DX_LABEL_CLEAR}, {"खाताधारक", DX_LABEL_CLEAR}, {"माता का नाम", DX_LABEL_CLEAR}, {"बाबुको नाम", DX_LABEL_CLEAR}, {"মাতার নাম", DX_LABEL_CLEAR}, {"মাতা", DX_LABEL_PLAIN}, {"পিতার নামঃ", DX_LABEL_CLEAR}, {"মাতার নামঃ", DX_LABEL_CLEAR}, {"স্বামীর নাম", DX_LABEL_CLEAR}, {"স্বামী", DX_LABEL_FORM}, {"হিসাবের নাম", DX_LABEL_CLEAR}, {"প্রাপক", DX_LABEL_CLEAR}, {"প্রেরক", DX_LABEL_CLEAR}, {"ولدیت", DX_LABEL_CLEAR}, {"පෙර නම", DX_LABEL_CLEAR}, {"නම", DX_LABEL_PLAIN}, {"பெயர்", DX_LABEL_CLEAR}, {"नाम", DX_LABEL_FORM}, {"पिता का नाम", DX_LABEL_CLEAR}, {"नाम थर", DX_LABEL_CLEAR}, {"naam", DX_LABEL_FORM},
    {"আবেদনকারী", DX_LABEL_FORM}, {"অভিযুক্ত", DX_LABEL_FORM}, {"সাক্ষী", DX_LABEL_FORM}, {"তদন্তকারী", DX_LABEL_FORM},
    {"ভুক্তভোগী", DX_LABEL_FORM}, {"জামিনদার", DX_LABEL_FORM}, {"आवेदक", DX_LABEL_FORM}, {"आवेदिका", DX_LABEL_FORM}, {"आरोपी", DX_LABEL_FORM},
    {"शिकायतकर्ता", DX_LABEL_FORM}, {"गवाह", DX_LABEL_FORM}, {"परिवादी", DX_LABEL_FORM}, {"जमानती", DX_LABEL_FORM},
    {"पुत्र श्री", DX_LABEL_PLAIN}, {"पुत्री श्री", DX_LABEL_PLAIN}, {"पत्नी श्री", DX_LABEL_PLAIN}, {"आत्मज", DX_LABEL_PLAIN},
    {"নাম", DX_LABEL_FORM}, {"পিতার নাম", DX_LABEL_CLEAR}, {"পিতা", DX_LABEL_PLAIN}, {"নাম:", DX_LABEL_CLEAR}, {"نام", DX_LABEL_FORM}, {"والد کا نام", DX_LABEL_CLEAR}, {"والدہ کا نام", DX_LABEL_CLEAR}, {"شوہر کا نام", DX_LABEL_CLEAR}, {"ایجنٹ", DX_LABEL_FORM}, {"ڈرائیور", DX_LABEL_FORM}, {"ولد", DX_LABEL_FORM}, {"بنت", DX_LABEL_FORM}, {"زوجہ", DX_LABEL_FORM},
    /* those who have a part in papers: who made, checked, booked, brought; firms' offices; statements' other side */
    {"duty officer", DX_LABEL_FORM}, {"immigration officer", DX_LABEL_FORM}, {"issuing officer", DX_LABEL_FORM}, {"visa officer", DX_LABEL_FORM}, {"customs officer", DX_LABEL_FORM}, {"booking officer", DX_LABEL_FORM}, {"case worker", DX_LABEL_FORM}, {"caseworker", DX_LABEL_FORM},
    {"social worker", DX_LABEL_FORM}, {"companions", DX_LABEL_FORM}, {"companion/s", DX_LABEL_FORM}, {"companion", DX_LABEL_PLAIN}, {"travelling companion", DX_LABEL_FORM}, {"accompanied by", DX_LABEL_FORM}, {"brought by", DX_LABEL_PLAIN}, {"secretary", DX_LABEL_PLAIN},
    {"company secretary", DX_LABEL_FORM}, {"shareholder", DX_LABEL_PLAIN}, {"director", DX_LABEL_PLAIN}, {"supervisor", DX_LABEL_PLAIN}, {"team leader", DX_LABEL_PLAIN}, {"cashier", DX_LABEL_PLAIN}, {"teller", DX_LABEL_PLAIN}, {"staff", DX_LABEL_PLAIN},
    {"operator", DX_LABEL_PLAIN}, {"officer", DX_LABEL_PLAIN}, {"handled by", DX_LABEL_FORM}, {"verified by", DX_LABEL_FORM}, {"released by", DX_LABEL_FORM}, {"booked by", DX_LABEL_FORM}, {"referred by", DX_LABEL_FORM}, {"introduced by", DX_LABEL_FORM},
    {"buyer", DX_LABEL_FORM}, {"seller", DX_LABEL_FORM}, {"attendee", DX_LABEL_PLAIN}, {"organizer", DX_LABEL_PLAIN}, {"attendee;cn", DX_LABEL_FORM}, {"organizer;cn", DX_LABEL_FORM}, {"true;cn", DX_LABEL_FORM}, {"accepted;cn", DX_LABEL_FORM},
    {"needs-action;cn", DX_LABEL_FORM}, {"contact abroad", DX_LABEL_PLAIN}, {"who paid ticket", DX_LABEL_PLAIN}, {"principal applicant", DX_LABEL_FORM}, {"interpreter", DX_LABEL_PLAIN},
    {"setiausaha", DX_LABEL_FORM}, {"penyelia", DX_LABEL_FORM}, {"pegawai bertugas", DX_LABEL_FORM}, {"pegawai imigresen", DX_LABEL_FORM}, {"pemegang saham", DX_LABEL_FORM}, {"sekretaris", DX_LABEL_FORM}, {"komisaris", DX_LABEL_FORM}, {"pendamping", DX_LABEL_FORM},
    {"kasir", DX_LABEL_PLAIN}, {"diperiksa oleh", DX_LABEL_FORM}, {"dibuat oleh", DX_LABEL_FORM}, {"disetujui oleh", DX_LABEL_FORM}, {"petugas", DX_LABEL_PLAIN}, {"staf", DX_LABEL_PLAIN}, {"disediakan oleh", DX_LABEL_FORM}, {"disahkan oleh", DX_LABEL_FORM},
    {"fund tfr fr a/c", DX_LABEL_FORM}, {"fund tfr to a/c", DX_LABEL_FORM}, {"transfer to a/c", DX_LABEL_FORM}, {"transfer from a/c", DX_LABEL_FORM}, {"transfer fr a/c", DX_LABEL_FORM}, {"setoran tunai", DX_LABEL_FORM}, {"ibg credit", DX_LABEL_FORM},
    {"người lập", DX_LABEL_FORM}, {"Người lập", DX_LABEL_FORM}, {"người lập biểu", DX_LABEL_FORM}, {"Người lập biểu", DX_LABEL_FORM}, {"người lập bảng", DX_LABEL_FORM}, {"Người lập bảng", DX_LABEL_FORM}, {"cán bộ tiếp nhận", DX_LABEL_FORM}, {"Cán bộ tiếp nhận", DX_LABEL_FORM},
    {"chủ hộ", DX_LABEL_FORM}, {"Chủ hộ", DX_LABEL_FORM}, {"tên chủ hộ", DX_LABEL_CLEAR}, {"họ, chữ đệm và tên chủ hộ", DX_LABEL_CLEAR}, {"Họ, chữ đệm và tên chủ hộ", DX_LABEL_CLEAR}, {"Giám đốc", DX_LABEL_FORM}, {"kế toán", DX_LABEL_FORM}, {"Kế toán", DX_LABEL_FORM},
    {"thủ quỹ", DX_LABEL_FORM}, {"Thủ quỹ", DX_LABEL_FORM}, {"chủ ví", DX_LABEL_FORM}, {"Chủ ví", DX_LABEL_FORM},
    {"ผู้รับผิดชอบ", DX_LABEL_FORM}, {"รับรองโดย", DX_LABEL_FORM}, {"ผู้จัดทำ", DX_LABEL_FORM}, {"ผู้ตรวจสอบ", DX_LABEL_FORM}, {"ผู้อนุมัติ", DX_LABEL_FORM}, {"นายทะเบียน", DX_LABEL_FORM}, {"ตัวแทนออกของ", DX_LABEL_FORM}, {"ผู้ส่งของออก", DX_LABEL_FORM},
    {"ผู้นำเข้า", DX_LABEL_FORM}, {"ผู้ส่งออก", DX_LABEL_FORM}, {"ผู้ฝากส่ง", DX_LABEL_FORM}, {"กล่าวหา", DX_LABEL_FORM}, {"แพทย์ผู้ตรวจ", DX_LABEL_FORM}, {"เจ้าของร้าน", DX_LABEL_FORM},
    {"ຜູ້ຮັບຜິດຊອບ", DX_LABEL_FORM}, {"ຜູ້ຈັດການ", DX_LABEL_FORM}, {"ນາຍຈ້າງ", DX_LABEL_FORM}, {"ເຈົ້າຂອງເຮືອນ", DX_LABEL_FORM}, {"ເຈົ້າຂອງລົດ", DX_LABEL_FORM}, {"សាក្សី", DX_LABEL_FORM}, {"ម្ចាស់ផ្ទះ", DX_LABEL_FORM}, {"អ្នកជួល", DX_LABEL_FORM},
    {"និយោជក", DX_LABEL_FORM}, {"អ្នកធានា", DX_LABEL_FORM}, {"ប្រធាន", DX_LABEL_FORM},
    {"制表", DX_LABEL_FORM}, {"制表人", DX_LABEL_FORM}, {"填表人", DX_LABEL_FORM}, {"审核人", DX_LABEL_FORM}, {"复核人", DX_LABEL_FORM}, {"对接人", DX_LABEL_FORM}, {"接头人", DX_LABEL_FORM}, {"董事", DX_LABEL_FORM},
    {"公司秘書", DX_LABEL_FORM}, {"公司秘书", DX_LABEL_FORM}, {"股东", DX_LABEL_FORM}, {"股東", DX_LABEL_FORM}, {"监事", DX_LABEL_FORM}, {"监护人", DX_LABEL_FORM}, {"交易对方", DX_LABEL_FORM}, {"对方姓名", DX_LABEL_FORM},
    {"实名", DX_LABEL_FORM},
    {"ভিকটিম", DX_LABEL_FORM}, {"তদন্তকারী কর্মকর্তা", DX_LABEL_FORM}, {"जांच अधिकारी", DX_LABEL_FORM}, {"जाँच अधिकारी", DX_LABEL_FORM}, {"पीड़िता", DX_LABEL_FORM}, {"एजेन्ट", DX_LABEL_FORM},
    {"एजेंट", DX_LABEL_FORM}, {"पठाउने", DX_LABEL_FORM}, {"पाउने", DX_LABEL_FORM},
    /* papers: of who is married, taught, judged, who owns and holds; ships have names, too */
    {"ฝ่ายชาย", DX_LABEL_FORM}, {"ฝ่ายหญิง", DX_LABEL_FORM}, {"ชื่อนักเรียน", DX_LABEL_CLEAR}, {"ครูประจำชั้น", DX_LABEL_FORM}, {"ผู้อำนวยการ", DX_LABEL_PLAIN}, {"แพทย์ผู้ส่ง", DX_LABEL_FORM}, {"ชื่อเจ้าของเรือ", DX_LABEL_CLEAR},
    {"ผู้รับใบอนุญาต", DX_LABEL_FORM}, {"ชื่อผู้รับใบอนุญาต", DX_LABEL_CLEAR}, {"เจ้าพนักงานออกบัตร", DX_LABEL_FORM}, {"ผู้พิพากษา", DX_LABEL_FORM}, {"ชื่อเรือ", DX_LABEL_NONE},
    {"name in print", DX_LABEL_CLEAR}, {"complete owner's name", DX_LABEL_CLEAR}, {"husband/wife's name", DX_LABEL_CLEAR}, {"remitted by", DX_LABEL_FORM}, {"name of permit holder", DX_LABEL_CLEAR},
    {"name of ship", DX_LABEL_NONE}, {"name of vessel", DX_LABEL_NONE}, {"ship's name", DX_LABEL_NONE}, {"ship name", DX_LABEL_NONE}, {"vessel name", DX_LABEL_NONE}, {"name of school", DX_LABEL_NONE},
    /* … and as recognisers read them: rn for m, Thai without the marks above */
    {"narne", DX_LABEL_PLAIN}, {"full narne", DX_LABEL_CLEAR}, {"surnarne", DX_LABEL_CLEAR}, {"last narne", DX_LABEL_CLEAR}, {"first narne", DX_LABEL_CLEAR}, {"family narne", DX_LABEL_CLEAR}, {"farnily narne", DX_LABEL_CLEAR},
    {"given narne", DX_LABEL_CLEAR}, {"given narnes", DX_LABEL_CLEAR}, {"given narne(s)", DX_LABEL_CLEAR}, {"middle narne", DX_LABEL_CLEAR}, {"father's narne", DX_LABEL_CLEAR}, {"mother's narne", DX_LABEL_CLEAR}, {"account narne", DX_LABEL_CLEAR},
    {"passenger narne", DX_LABEL_CLEAR}, {"customer narne", DX_LABEL_CLEAR}, {"narna", DX_LABEL_FORM}, {"narna lengkap", DX_LABEL_CLEAR}, {"narna pengadu", DX_LABEL_CLEAR}, {"narna pemilik", DX_LABEL_CLEAR},
    {"ชือ", DX_LABEL_PLAIN}, {"ชือตัวและชือสกุล", DX_LABEL_CLEAR}, {"ชือสกุล", DX_LABEL_CLEAR}, {"ชือตัว", DX_LABEL_CLEAR}, {"ชือ-สกุล", DX_LABEL_CLEAR}, {"ชือ - สกุล", DX_LABEL_CLEAR}, {"ชือบัญชี", DX_LABEL_CLEAR}, {"ชือผู้รับ", DX_LABEL_CLEAR},
    /* heads of lists */
    {"name list", DX_LABEL_LIST}, {"namelist", DX_LABEL_LIST}, {"list of names", DX_LABEL_LIST}, {"list of workers", DX_LABEL_LIST}, {"list of passengers", DX_LABEL_LIST}, {"list of persons", DX_LABEL_LIST}, {"list of victims", DX_LABEL_LIST}, {"list of detainees", DX_LABEL_LIST}, {"list of employees", DX_LABEL_LIST}, {"list of guests", DX_LABEL_LIST}, {"list of crew", DX_LABEL_LIST}, {"list of aliens", DX_LABEL_LIST}, {"list of migrants", DX_LABEL_LIST}, {"list of suspects", DX_LABEL_LIST}, {"passenger list", DX_LABEL_LIST}, {"crew list", DX_LABEL_LIST}, {"guest list", DX_LABEL_LIST}, {"worker list", DX_LABEL_LIST}, {"workers list", DX_LABEL_LIST}, {"staff list", DX_LABEL_LIST}, {"passenger manifest", DX_LABEL_LIST}, {"passengers list", DX_LABEL_LIST}, {"names of passengers", DX_LABEL_LIST}, {"names of workers", DX_LABEL_LIST},
    {"daftar nama", DX_LABEL_LIST}, {"daftar penumpang", DX_LABEL_LIST}, {"daftar peserta", DX_LABEL_LIST}, {"daftar tki", DX_LABEL_LIST}, {"daftar pmi", DX_LABEL_LIST}, {"daftar cpmi", DX_LABEL_LIST}, {"daftar korban", DX_LABEL_LIST}, {"daftar pekerja", DX_LABEL_LIST}, {"daftar karyawan", DX_LABEL_LIST}, {"daftar awak kapal", DX_LABEL_LIST}, {"manifes penumpang", DX_LABEL_LIST}, {"manifes kapal", DX_LABEL_LIST}, {"senarai nama", DX_LABEL_LIST}, {"senarai penumpang", DX_LABEL_LIST}, {"senarai pekerja", DX_LABEL_LIST}, {"listahan ng mga pangalan", DX_LABEL_LIST},
    {"รายชื่อ", DX_LABEL_LIST}, {"บัญชีรายชื่อ", DX_LABEL_LIST}, {"รายนาม", DX_LABEL_LIST}, {"အမည်စာရင်း", DX_LABEL_LIST}, {"လူစာရင်း", DX_LABEL_LIST}, {"ခရီးသည်စာရင်း", DX_LABEL_LIST}, {"danh sách hành khách", DX_LABEL_LIST}, {"danh sách công nhân", DX_LABEL_LIST}, {"danh sách nhân viên", DX_LABEL_LIST}, {"danh sách người", DX_LABEL_LIST}, {"danh sách lao động", DX_LABEL_LIST}, {"danh sách nạn nhân", DX_LABEL_LIST}, {"Danh sách hành khách", DX_LABEL_LIST}, {"Danh sách công nhân", DX_LABEL_LIST}, {"Danh sách nhân viên", DX_LABEL_LIST}, {"Danh sách người", DX_LABEL_LIST}, {"Danh sách lao động", DX_LABEL_LIST}, {"Danh sách nạn nhân", DX_LABEL_LIST}, {"DANH SÁCH", DX_LABEL_LIST}, {"名单", DX_LABEL_LIST}, {"名單", DX_LABEL_LIST}, {"旅客名单", DX_LABEL_LIST}, {"人员名单", DX_LABEL_LIST}, {"បញ្ជីឈ្មោះ", DX_LABEL_LIST}, {"បញ្ជីរាយនាម", DX_LABEL_LIST}, {"ລາຍຊື່", DX_LABEL_LIST}, {"ບັນຊີລາຍຊື່", DX_LABEL_LIST}, {"নামের তালিকা", DX_LABEL_LIST}, {"তালিকা", DX_LABEL_LIST}, {"नामों की सूची", DX_LABEL_LIST}, {"नामावली", DX_LABEL_LIST}, {"नामसूची", DX_LABEL_LIST},
    /* contacts and licences */
    {"fn", DX_LABEL_TAG}, {"mecard:n", DX_LABEL_TAG}, {"n", DX_LABEL_TAG}, {"dcs", DX_LABEL_TAG}, {"dac", DX_LABEL_TAG},
};
#define LABELS (sizeof labels / sizeof *labels)

/* What ends a name in the middle of a line: the next field's label. They start with a letter (heads.h). */
static const char *const ends[] = {
    "เลข", "โทร", "เบอร์", "บัญชี", "ที่อยู่", "อายุ", "สัญชาติ", "วันเกิด", "เกิด", "ธนาคาร", "ธ.", "หมายเลข", "ทะเบียน", "ตำแหน่ง", "จำนวน", "เพศ", "บัตร", "อาชีพ", "ศาสนา", "บริษัท", "นามสกุล", "ไลน์", "พร้อมเพย์",
    "tel", "phone", "mobile", "id", "no", "address", "age", "nationality", "dob", "date", "birth", "sex", "gender", "passport", "account", "acc",
    "a/c", "bank", "email", "line", "s/o", "d/o", "w/o", "nik", "nrc", "hp", "telp", "alamat", "rekening", "rek", "tempat", "tgl", "umur", "norek",
    "ic", "jantina", "kewarganegaraan", "amount", "ref", "position", "occupation", "country", "surname", "given", "whatsapp", "wa", "promptpay",
    "မှတ်ပုံတင်", "ဖုန်း", "ရက်စွဲ", "ပြေစာ", "ငွေစာရင်း", "သဘောတူ", "အဖ", "အသက်", "နေရပ်", "မွေး", "လူမျိုး", "ဘဏ်", "အလုပ်", "ကျား", "电话", "手机", "身份证", "账号", "性别", "số", "ngày", "giới", "sinh",
    "ໂທ", "ເບີ", "ເລກ", "ບັນຊີ", "ອາຍຸ", "ទូរស័ព្ទ", "លេខ", "គណនី", "អាយុ", "মোবাইল", "ফোন", "পিতা", "ঠিকানা", "मोबाइल", "फोन", "फ़ोन", "पता", "ပါ", "ဆီ",
    "موبائل", "فون", "开户", "卡号", "帐号", "stk", "điện", "sđt", "đt", "kbz", "kpay", "wave", "bca", "bri", "bni", "mandiri", "scb", "kbank",
    "kasikorn", "maybank", "cimb", "mtcn", "umur", "lahir", "pekerjaan", "agama", "status", "plate", "room", "flight", "seat", "via", "ttl", "pin",
    "หนังสือเดินทาง", "พาสปอร์ต", "ปชช", "ไอดี", "ပတ်စပို့", "နိုင်ငံကူး", "အကောင့်", "လိပ်စာ", "এনআইডি", "জাতীয়", "পাসপোর্ট", "জন্ম", "মাতা", "आधार", "पैन", "जन्म", "नागरिकता",
    "អត្តសញ្ញាណ", "ថ្ងៃ", "ວັນ", "护照", "出生", "地址", "住址", "شناختی", "cccd", "cmnd", "hộ chiếu", "địa chỉ", "ktp", "npwp", "cnic",
    "ลงชื่อ", "ผู้รับ", "ผู้ส่ง", "เที่ยวบิน", "ที่นั่ง", "มารดา", "บิดา", "ภูมิลำเนา", "ភេទ", "សញ្ជាតិ", "លិខិតឆ្លងដែន", "ເພດ", "ສັນຊາດ", "လွှဲ", "ပေးပို့", "နိုင်ငံသား", "ولد", "بنت", "زوجہ", "شناخت", "پتہ", "পেশা", "বয়স", "उम्र", "लिङ्ग", "लिंग",
    "sender", "receiver", "recipient", "secret", "amount", "sebesar", "pengirim", "penerima", "penumpang", "nd", "nội dung", "noi dung", "rp", "rm", "idr", "thb", "vnd", "php", "mmk", "usd", "baht", "từ", "majikan", "warganegara",
    "pasport", "paspor", "contact", "relationship", "relation", "holder", "telephone", "cellphone", "cell", "cp", "numero", "pasaporte", "aged", "male", "female", "master", "bosun", "oiler", "n°", "тел", "visa", "ticket", "tiket", "chuyến", "kp", "k/p",
    "from", "and", "with", "was", "has", "aka", "father", "mother", "wife", "husband", "fcn", "prog", "unhcr", "guardian", "subscriber", "tanggal", "ditangkap", "beralamat", "trú", "hộ", "chức", "thường",
    /* states and their people, as lists have them behind a name */
    "mmr", "phl", "idn", "tha", "khm", "vnm", "bgd", "ind", "chn", "npl", "pak", "uga", "ken", "eth", "mys", "lao pdr", "myanmar", "indonesia", "indonesian", "thailand", "cambodia", "cambodian", "vietnam", "vietnamese", "china", "chinese",
    "philippines", "filipino", "filipina", "bangladesh", "bangladeshi", "india", "indian", "nepal", "nepali", "pakistan", "pakistani", "malaysia", "malaysian", "kenyan", "ethiopian", "nigerian", "ugandan", "burmese", "laotian",
    "ชื่อรอง", "ชื่อกลาง", "เมียนมา", "พม่า", "กัมพูชา", "ลาว", "เวียดนาม", "เข้าออก", "อยู่บ้าน", "จังหวัด", "ผู้ถือ", "คู่สมรส", "ออกให้", "หมดอายุ", "จำนวนเงิน", "ยอด", "SĐT", "ĐT", "un card", "acct",
    /* banks and wallets that a name stands before */
    "ttb", "techcombank", "vietcombank", "vcb", "vpbank", "tpbank", "bidv", "sacombank", "agribank", "vietinbank", "rhb", "bsn", "hong leong", "acleda", "bcel", "bpi", "rcbc", "gcash", "paymaya", "bkash", "nagad", "easypaisa", "jazzcash",
    "nric", "resit", "mã số", "hotline", "sb", "tg", "seabook", "seaman", "उर्फ", "मो.", "zalo", "viber", "telegram", "wechat", "skype", "fax", "faks", "tarikh", "jawatan", "jabatan", "pangkat", "nrp", "selaku", "badan", "badge", "ขับ", "ถือบัตร", "ဆက်",
    "여권", "전화", "생년월일", "국적", "연락처", "電話", "住所", "生年月日", "國籍", "国籍", "联系", "業績", "业绩", "有效", "राहदानी", "पासपोर्ट", "सम्पर्क", "मोबाईल", "पिता", "पति", "যোগাযোগ", "বাকি", "মাতার", "পিতার", "वर्ष",
};

/* The same, of words that other words begin with. */
static const char *const whole_ends[] = {
    "ค่ะ", "คะ", "ครับ", "คับ", "นะคะ", "นะครับ", "นะ", "จ้า", "จ้ะ", "จ๊ะ", "ที่", "และ", "หรือ", "ได้", "มา", "แล้ว", "โอน", "ส่ง", "เป็น", "ไป", "ให้", "ของ", "กับ", "โดย", "จาก", "ถึง", "عمر", "کا", "کی", "کے", "کو", "نمبر",
};

enum { ENDS = sizeof ends / sizeof *ends, WHOLE_ENDS = sizeof whole_ends / sizeof *whole_ends };

/* Does a mark of Chinese text stand before i, which is no letter though its bytes are as theirs? */
static bool behind_mark(struct dx_str t, size_t i)
{
    uint32_t c = 0;
    return i >= 3 && dx_utf8_get(t.p + i - 3, 3, &c) == 3 && ((c >= 0x3000 && c < 0x3020) || (c >= 0xFF00 && c < 0xFF10) || (c >= 0xFF1A && c < 0xFF20));
}

/* May a label stand at i? Latin ones where a word starts; others not within a word of their script, but Thai and Chinese run on. */
static bool may_label(struct dx_str t, size_t i, const char *word)
{
    if (i == 0)
        return true;
    char before = t.p[i - 1];
    if (before == '.' && i > 1 && dx_name_letter(t.p[i - 2])) /* S.A.N. */
        return false;
    if (kit_is_alpha(word[0]))
        return !dx_name_letter(before) && before != '_' && before != '-' && before != '/';
    return (unsigned char)word[0] == 0xE0 && (unsigned char)word[1] == 0xB8 ? true : !dx_name_letter(before) || behind_mark(t, i);
}

struct dx_names {
    struct dx_str words[2 * LABELS]; /* empty: a tag, which stands at the start of a line alone; then the same as keys of programs: "full_name" */
    char *keys;
    struct dx_str leads[LEADS];
    const struct dx_name_label *lead[LEADS];
    size_t n_leads;
    struct dx_str titles[TITLES_MOST]; /* Latin ones with a full stop, and with a blank: others aren't any (dx_title_at) */
    char latin[TITLE_BYTES];
    size_t n_latin, n_titles;
    struct dx_str ends[ENDS + WHOLE_ENDS];
    struct dx_str callers[CALLERS_MOST];
    size_t n_callers;
    struct dx_known *known;
    struct dx_heads *heads, *of_leads, *of_titles, *of_ends, *of_callers;
    unsigned lists; /* bits of all but the ends (heads.h) */
    struct dx_sieve glance;
};

static bool is_key(struct dx_str word)
{
    bool blank = false;
    for (size_t i = 0; i < word.n; i++) {
        if (!kit_is_alpha(word.p[i]) && word.p[i] != ' ')
            return false;
        blank = blank || word.p[i] == ' ';
    }
    return blank;
}

static bool add_keys(struct dx_names *n)
{
    size_t all = 0, at = 0;
    for (size_t k = 0; k < LABELS; k++)
        all += is_key(n->words[k]) ? n->words[k].n : 0;
    if ((n->keys = malloc(all + 1)) == NULL)
        return false;
    for (size_t k = 0; k < LABELS; k++) {
        if (!is_key(n->words[k]))
            continue;
        n->words[LABELS + k] = (struct dx_str){n->keys + at, n->words[k].n};
        for (size_t i = 0; i < n->words[k].n; i++)
            n->keys[at++] = n->words[k].p[i] == ' ' ? '_' : n->words[k].p[i];
    }
    return true;
}

static void add_titles(struct dx_names *n)
{
    struct dx_str title;
    for (size_t k = 0; (title = dx_title(k)).n && n->n_titles + 2 < TITLES_MOST; k++) {
        bool latin = kit_is_alpha(title.p[0]) || (unsigned char)title.p[0] == 0xC3;
        if (!latin)
            n->titles[n->n_titles++] = title;
        for (const char *end = ". "; latin && *end && n->n_latin + title.n + 1 < TITLE_BYTES; end++) {
            char *word = n->latin + n->n_latin;
            memcpy(word, title.p, title.n);
            word[title.n] = *end;
            n->titles[n->n_titles++] = (struct dx_str){word, title.n + 1};
            n->n_latin += title.n + 1;
        }
    }
}

/* Latin words that tell of a person, where they have a capital; Chinese surnames at the start of a line. */
static void fill_with_names(struct dx_names *n)
{
    enum { LONGEST = 16, WIDE = 3 };
    char word[LONGEST];
    unsigned as;
    for (size_t k = 0; dx_known_each(n->known, k, word, &as); k++)
        if (dx_known_tells(as))
            dx_sieve_add(&n->glance, (struct dx_str){word, strnlen(word, LONGEST)}, DX_SIEVE_CAPITAL);
    for (const char *p = dx_name_surnames; *p; p += WIDE)
        dx_sieve_add(&n->glance, (struct dx_str){p, WIDE}, DX_SIEVE_FIRST);
}

/* Where words are worth a look: plain labels of Latin letters where they lead, tags, words that lead to persons and titles at the start of a line;
 * words of other scripts that lead to persons anywhere. */
static void fill_sieve(struct dx_names *n)
{
    struct dx_str title;
    for (size_t k = 0; k < 2 * LABELS; k++) {
        const struct dx_name_label *l = &labels[k % LABELS];
        bool leads = l->strength == DX_LABEL_PLAIN && kit_is_alpha(l->word[0]);
        if (l->strength != DX_LABEL_NONE)
            dx_sieve_add(&n->glance, n->words[k], leads ? DX_SIEVE_LEADS : DX_SIEVE_ANY);
        if (k < LABELS && (l->strength == DX_LABEL_TAG || l->strength == DX_LABEL_LEAD))
            dx_sieve_add(&n->glance, dx_str(l->word), DX_SIEVE_FIRST);
    }
    dx_sieve_add(&n->glance, dx_str("name"), DX_SIEVE_CAPITAL); /* the head of a column behind another: "Sl Name Passport" */
    for (size_t k = 0; k < n->n_titles; k++)
        dx_sieve_add(&n->glance, n->titles[k], DX_SIEVE_FIRST);
    for (size_t k = 0; k < n->n_callers; k++)
        dx_sieve_add(&n->glance, n->callers[k], DX_SIEVE_ANY);
    for (size_t k = 0; (title = dx_title(k)).n; k++) /* one may stand alone (dx_title_alone) */
        if (title.n > 2)
            dx_sieve_add(&n->glance, title, DX_SIEVE_FIRST);
    fill_with_names(n);
}

static void add_callers(struct dx_names *n)
{
    for (const char *const *line = dx_known_leads; *line; line++)
        for (const char *p = *line; *p && n->n_callers < CALLERS_MOST;) {
            size_t len = strcspn(p, " ");
            if (len)
                n->callers[n->n_callers++] = (struct dx_str){p, len};
            p += len + (p[len] == ' ');
        }
}

struct dx_names *dx_names_new(struct dx_starts *starts)
{
    struct dx_names *n = calloc(1, sizeof *n);
    for (size_t k = 0; n && k < LABELS; k++)
        if (labels[k].strength != DX_LABEL_TAG && labels[k].strength != DX_LABEL_LEAD)
            n->words[k] = dx_str(labels[k].word);
    for (size_t k = 0; n && k < LABELS && n->n_leads < LEADS; k++)
        if (labels[k].strength == DX_LABEL_LEAD) {
            n->lead[n->n_leads] = &labels[k];
            n->leads[n->n_leads++] = dx_str(labels[k].word);
        }
    if (n && !add_keys(n)) {
        dx_names_free(n);
        return NULL;
    }
    for (size_t k = 0; n && k < ENDS + WHOLE_ENDS; k++)
        n->ends[k] = dx_str(k < ENDS ? ends[k] : whole_ends[k - ENDS]);
    if (n) {
        add_titles(n);
        add_callers(n);
    }
    if (n && ((n->heads = dx_heads_new(n->words, 2 * LABELS)) == NULL || (n->of_leads = dx_heads_new(n->leads, n->n_leads)) == NULL || (n->of_titles = dx_heads_new(n->titles, n->n_titles)) == NULL ||
              (n->of_ends = dx_heads_new(n->ends, ENDS + WHOLE_ENDS)) == NULL || (n->of_callers = dx_heads_new(n->callers, n->n_callers)) == NULL ||
              (n->known = dx_known_new()) == NULL)) {
        dx_names_free(n);
        return NULL;
    }
    if (n) {
        fill_sieve(n);
        dx_starts_join(starts, n->heads);
        dx_starts_join(starts, n->of_titles);
        dx_starts_join(starts, n->of_leads);
        dx_starts_join(starts, n->of_callers);
        n->lists = dx_heads_bit(n->heads) | dx_heads_bit(n->of_titles) | dx_heads_bit(n->of_leads) | dx_heads_bit(n->of_callers);
    }
    return n;
}

void dx_names_free(struct dx_names *n)
{
    if (n) {
        free(n->keys);
        dx_heads_free(n->heads);
        dx_heads_free(n->of_leads);
        dx_heads_free(n->of_titles);
        dx_heads_free(n->of_ends);
        dx_heads_free(n->of_callers);
        dx_known_free(n->known);
    }
    free(n);
}

size_t dx_names_next_label(const struct dx_names *n, struct dx_str t, size_t at, size_t to) { return dx_heads_next(n->heads, t, at, to); }
size_t dx_names_walk(const struct dx_names *n, struct dx_str t, size_t at, size_t to, unsigned as, dx_sieve_fn *fn, void *ctx)
{
    return dx_sieve_walk(&n->glance, t, at, to, as, fn, ctx);
}
size_t dx_names_next_lead(const struct dx_names *n, struct dx_str t, size_t at, size_t to) { return dx_heads_next(n->of_leads, t, at, to); }
size_t dx_names_next_caller(const struct dx_names *n, struct dx_str t, size_t at, size_t to) { return dx_heads_next(n->of_callers, t, at, to); }
const struct dx_known *dx_names_known(const struct dx_names *n) { return n->known; }

size_t dx_name_caller_at(const struct dx_names *names, struct dx_str t, size_t i)
{
    uint32_t found[DX_HEADS_MOST];
    size_t longest = 0, n = i < t.n ? dx_heads_at(names->of_callers, t, i, found) : 0;
    for (size_t k = 0; k < n; k++) {
        size_t len = names->callers[found[k]].n;
        if (len > longest && !dx_syllable_goes_on(kit_skip(t, i + len)))
            longest = len;
    }
    return longest;
}

size_t dx_names_callers(const struct dx_names *n, struct dx_str t, struct dx_callers *walk, size_t i, size_t *bytes)
{
    *bytes = 0;
    if (!walk->looked)
        walk->word = dx_heads_stands(n->of_callers, t, &walk->n, &walk->list);
    walk->looked = true;
    if (!walk->word) {
        i = dx_names_next_caller(n, t, i, t.n);
        *bytes = dx_name_caller_at(n, t, i);
        return i;
    }
    while (walk->next < walk->n && (walk->word[walk->next].list != walk->list || walk->word[walk->next].at < i))
        walk->next++;
    size_t at = walk->next < walk->n ? walk->word[walk->next].at : t.n;
    for (; walk->next < walk->n && walk->word[walk->next].at == at; walk->next++) {
        const struct dx_stand *w = &walk->word[walk->next];
        if (w->list == walk->list && w->end - w->at > *bytes && !dx_syllable_goes_on(kit_skip(t, w->end)))
            *bytes = w->end - w->at;
    }
    return at;
}

size_t dx_names_next_title(const struct dx_names *n, struct dx_str t, size_t at, size_t to) { return dx_heads_next(n->of_titles, t, at, to); }

/* Is it a label that stands at i by itself, with its word? */
static bool is_label(struct dx_str t, size_t i, const char *word, size_t n)
{
    uint32_t next = 0;
    if (!may_label(t, i, word))
        return false;
    if (kit_is_alpha(word[n - 1]) && i + n < t.n && dx_utf8_get(t.p + i + n, t.n - i - n, &next) > 1 && dx_name_script(next) == DX_SCRIPT_LATIN)
        return false;
    return !(kit_is_alpha(word[n - 1]) && i + n < t.n && (kit_is_alnum(t.p[i + n]) || t.p[i + n] == '_'));
}

/* The elements of a licence's bar code: three capitals, and what they name at once. */
bool dx_name_element(struct dx_str t)
{
    return t.n > 3 && t.p[0] == 'D' && dx_name_upper(t.p[1]) && dx_name_upper(t.p[2]) && (dx_name_upper(t.p[3]) || kit_is_digit(t.p[3]));
}

/* What a tag starts with: they are the last of the table of labels. */
static bool may_tag(char c)
{
    c = kit_lower(c);
    return c == 'n' || c == 'f' || c == 'm' || c == 'd';
}

const struct dx_name_label *dx_name_tag_at_start(struct dx_str t)
{
    const struct dx_name_label *best = NULL;
    if (!t.n || !may_tag(t.p[0]))
        return NULL;
    for (size_t k = LABELS; k > 0 && labels[k - 1].strength == DX_LABEL_TAG; k--)
        if (kit_starts(t, labels[k - 1].word) &&
            (labels[k - 1].word[0] == 'd' ? dx_name_element(t) : is_label(t, 0, labels[k - 1].word, strlen(labels[k - 1].word))) &&
            (!best || strlen(labels[k - 1].word) > strlen(best->word)))
            best = &labels[k - 1];
    return best;
}

const struct dx_name_label *dx_name_lead_at(const struct dx_names *names, struct dx_str t, size_t i)
{
    uint32_t found[DX_HEADS_MOST];
    const struct dx_name_label *best = NULL;
    size_t longest = 0, n = i < t.n ? dx_heads_at(names->of_leads, t, i, found) : 0;
    for (size_t k = 0; k < n; k++) {
        size_t len = names->leads[found[k]].n;
        if (len > longest && is_label(t, i, names->lead[found[k]]->word, len)) {
            best = names->lead[found[k]];
            longest = len;
        }
    }
    return best;
}

bool dx_names_none(const struct dx_names *names, struct dx_str t) { return dx_heads_none(names->heads, t); }

bool dx_names_nothing(const struct dx_names *names, struct dx_str t) { return names->lists && !(dx_heads_lists(names->heads, t) & names->lists); }

bool dx_names_label_may(const struct dx_names *names, struct dx_str t, size_t i)
{
    uint32_t found[DX_HEADS_MOST];
    return dx_heads_at(names->heads, t, i, found) > 0;
}

bool dx_name_title_may(const struct dx_names *names, struct dx_str t, size_t i)
{
    uint32_t found[DX_HEADS_MOST];
    return dx_heads_at(names->of_titles, t, i, found) > 0;
}

const struct dx_name_label *dx_name_word_at(const struct dx_names *names, struct dx_str t, size_t i)
{
    uint32_t found[DX_HEADS_MOST];
    const struct dx_name_label *best = i == 0 ? dx_name_tag_at_start(t) : NULL;
    size_t longest = best ? strlen(best->word) : 0, n = dx_heads_at(names->heads, t, i, found);
    for (size_t k = 0; k < n; k++) {
        size_t len = names->words[found[k]].n;
        const struct dx_name_label *here = &labels[found[k] % LABELS];
        bool first = len == longest && here < best; /* of two spellings, as case is passed over */
        if ((len > longest || first) && is_label(t, i, here->word, len)) {
            best = here;
            longest = len;
        }
    }
    return best;
}

const struct dx_name_label *dx_name_label_of(const struct dx_names *names, struct dx_str t, size_t i, const struct dx_name_label *word)
{
    if (!word && i == 0)
        word = dx_name_lead_at(names, t, 0);
    return word && word->strength > DX_LABEL_LIST ? word : NULL;
}

const struct dx_name_label *dx_name_label_at(const struct dx_names *names, struct dx_str t, size_t i)
{
    return dx_name_label_of(names, t, i, dx_name_word_at(names, t, i));
}

size_t dx_name_list_at(const struct dx_names *names, struct dx_str t, size_t i)
{
    const struct dx_name_label *l = dx_name_word_at(names, t, i);
    return l && l->strength == DX_LABEL_LIST ? strlen(l->word) : 0;
}

const struct dx_name_label *dx_name_label_nearly(const struct dx_names *names, struct dx_str t)
{
    enum { LONGEST = 64, OFF = 4, SHORTEST = 9 }; /* bytes: one letter of the region's scripts, and a sign */
    char lower[LONGEST];
    const struct dx_name_label *best = NULL;
    int least = DX_NEARLY_MOST + 1;
    while (t.n && strchr(" :.", t.p[t.n - 1]))
        t.n--;
    for (size_t i = 0; t.n <= LONGEST && i < t.n; i++)
        lower[i] = kit_lower(t.p[i]);
    for (size_t k = 0; t.n <= LONGEST && k < LABELS; k++) {
        struct dx_str word = names->words[k];
        size_t start, end, off = word.n > t.n ? word.n - t.n : t.n - word.n;
        if (labels[k].strength >= DX_LABEL_PLAIN && word.n >= SHORTEST && (word.p[0] & 0x80) && dx_alike(t, word))
            return &labels[k];
        if (labels[k].strength < DX_LABEL_FORM || !word.n || off > OFF)
            continue;
        int edits = dx_nearly((struct dx_str){lower, t.n}, word, &start, &end);
        if (edits >= 0 && edits < least && start <= OFF && end + OFF >= t.n) {
            least = edits;
            best = &labels[k];
        }
    }
    return best;
}

/* Does one of the words that end a name stand at i? */
bool dx_name_ends_at(const struct dx_names *names, struct dx_str t, size_t i)
{
    uint32_t found[DX_HEADS_MOST];
    size_t n = dx_heads_at(names->of_ends, t, i, found);
    for (size_t k = 0; k < n; k++) {
        size_t end = i + names->ends[found[k]].n;
        bool whole = found[k] >= ENDS, latin = kit_is_alpha(names->ends[found[k]].p[0]);
        if (end >= t.n || !(whole ? dx_name_letter(t.p[end]) : latin && kit_is_alpha(t.p[end])))
            return true;
    }
    return false;
}
