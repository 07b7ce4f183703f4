#!/usr/bin/env python3
"""make_bad_files.py FOLDER [PDF]: files that cannot be read, one of each kind, and one report that can.

With PDF: also its first page as a picture in a PDF, as a scanner makes it (pdftoppm draws it).
"""
import pathlib
import subprocess
import sys
import zipfile

REPORT = "2023年度甲县档案局部门整体支出绩效自评报告\n\n一、部门整体收支情况\n\n" \
         "全年预算数100.00万元，执行数90.00万元，预算执行率为95%。\n"


def pdf(objects, trailer=b""):
    out = b"%PDF-1.4\n"
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"trailer\n<< /Size %d /Root 1 0 R %s>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, table)


def pages(count):
    kids = b" ".join(b"%d 0 R" % (4 + i) for i in range(count))
    return [b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Count %d /Kids [%s] /MediaBox [0 0 595 842] >>" % (count, kids),
            b"<< >>"] + [b"<< /Type /Page /Parent 2 0 R >>"] * count


def scan_of(source, folder):
    picture = folder / "page"
    subprocess.run(["pdftoppm", "-r", "200", "-gray", "-jpeg", "-singlefile", "-f", "1", "-l", "1", source, picture],
                   check=True)
    picture = picture.with_suffix(".jpg")
    data = picture.read_bytes()
    picture.unlink()
    at = 2
    while data[at + 1] not in (0xC0, 0xC1, 0xC2):  # to the frame, which has the size
        at += 2 + int.from_bytes(data[at + 2:at + 4], "big")
    height, width = int.from_bytes(data[at + 5:at + 7], "big"), int.from_bytes(data[at + 7:at + 9], "big")
    colours = b"/DeviceGray" if data[at + 9] == 1 else b"/DeviceRGB"
    draw = b"q 595 0 0 842 0 0 cm /P Do Q"
    return pdf([b"<< /Type /Catalog /Pages 2 0 R >>",
                b"<< /Type /Pages /Count 1 /Kids [3 0 R] /MediaBox [0 0 595 842] >>",
                b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /XObject << /P 5 0 R >> >> >>",
                b"<< /Length %d >>\nstream\n%s\nendstream" % (len(draw), draw),
                b"<< /Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace %s /BitsPerComponent 8 "
                b"/Filter /DCTDecode /Length %d >>\nstream\n%s\nendstream" % (width, height, colours, len(data), data)])


def main():
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir()
    binary = bytes(range(256)) * 40
    whole = pdf(pages(3))
    locked = b"<< /Filter /Standard /V 1 /R 2 /P -4 /O <" + b"A" * 64 + b"> /U <" + b"B" * 64 + b"> >>"
    (folder / "正常.txt").write_text(REPORT, encoding="utf-8")
    (folder / "空.txt").write_bytes(b"")
    (folder / "程序.txt").write_bytes(binary)
    (folder / "程序.pdf").write_bytes(binary)
    (folder / "程序.docx").write_bytes(binary)
    (folder / "传了一半.txt").write_bytes(REPORT.encode("gb18030")[:41])
    (folder / "传了一半.pdf").write_bytes(whole[:40])
    (folder / "没有正文.pdf").write_bytes(whole)
    (folder / "页数过多.pdf").write_bytes(pdf(pages(2001)))
    (folder / "有密码.pdf").write_bytes(pdf(pages(1) + [locked], b"/Encrypt 5 0 R /ID [<00> <00>] "))
    (folder / "有密码.docx").write_bytes(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + bytes(600) +
                                      "EncryptedPackage".encode("utf-16le"))
    with open(folder / "过大.txt", "wb") as file:
        file.truncate(100 << 20)
    with zipfile.ZipFile(folder / "炸弹.docx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<w:document><w:body>" + bytes(30 << 20))
    with zipfile.ZipFile(folder / "表格.docx", "w") as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
    entities = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 20))
    (folder / "实体炸弹.html").write_text(f'<!DOCTYPE html [<!ENTITY a0 "预算">{entities}]><p>&a19;</p>', encoding="utf-8")
    (folder / "嵌套过深.html").write_text("<html>" + "<div>" * 100000 + "预算", encoding="utf-8")
    if len(sys.argv) > 2:
        (folder / "扫描件.pdf").write_bytes(scan_of(sys.argv[2], folder))


main()
