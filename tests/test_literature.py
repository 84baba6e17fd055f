import zipfile

from vectorstore.models.literature import read_literature, read_reports

BODY = "春《はる》の川［＃「川」に傍点］は静かに流れている。" * 120
COLOPHON = "\n\n底本：「作品集」書房\n入力：有志\n"
LEGEND = "題\n著者\n\n-------------------------------------------------------\n【テキスト中に現れる記号について】\n"
LEGEND += "《》：ルビ\n-------------------------------------------------------\n"


def put(folder, name, text):
    path = folder / "aozorabunko_text" / "cards" / "000001" / "files" / name / f"{name}.txt"
    path.parent.mkdir(parents=True)
    path.write_bytes(text.encode("cp932"))


def test_a_work_is_read_without_ruby_notes_legend_and_colophon(tmp_path):
    put(tmp_path, "1_ruby_10", LEGEND + BODY + COLOPHON)
    (work,) = read_literature(tmp_path)
    assert work == "春の川は静かに流れている。" * 120


def test_protected_short_and_old_spelt_works_and_second_files_are_left_out(tmp_path):
    put(tmp_path, "1_ruby_10", BODY + COLOPHON)
    put(tmp_path, "1_txt_11", BODY + COLOPHON)
    put(tmp_path, "2_ruby_20", BODY + COLOPHON + "※この作品はクリエイティブ・コモンズの許諾で公開されています。\n")
    put(tmp_path, "3_ruby_30", "短い作品。" + COLOPHON)
    put(tmp_path, "4_ruby_40", "ゐなかへ行つてゐた。" * 200 + COLOPHON)
    put(tmp_path, "5_ruby_50", BODY)
    assert len(read_literature(tmp_path)) == 1


def test_a_report_is_read_a_paragraph_a_line(tmp_path):
    (tmp_path / "gov").mkdir()
    name = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    paragraphs = "".join(f"<w:p><w:r><w:t>{a}</w:t></w:r><w:r><w:t>{b}</w:t></w:r></w:p>" for a, b in ("甲乙", "丙丁"))
    with zipfile.ZipFile(tmp_path / "gov" / "report.docx", "w") as archive:
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{name}">{paragraphs}<w:p/></w:document>')
    assert read_reports(tmp_path) == ["甲乙\n丙丁"]


def test_a_folder_without_either_has_no_text(tmp_path):
    assert (read_reports(tmp_path), read_literature(tmp_path)) == ([], [])
