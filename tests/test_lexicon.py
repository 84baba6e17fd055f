from vectorstore.models.lexicon import mixed_words, read_groups, synonym_pairs

SUDACHI = """
000001,1,0,1,0,0,0,(),引っ越し,,
000001,1,0,2,0,0,0,(),転居,,
000001,1,0,2,0,0,1,(),moving,,
000001,1,2,3,0,0,0,(),消した語,,
000001,1,0,4,0,0,3,(),書き誤り,,

000002,1,0,1,0,0,0,(),ひとりの語,,
"""
WIKTIONARY = "# Wiktionary\tjpn\n00001-n\tjpn:lemma\t住まい\n00001-n\tjpn:lemma\t住居\n00002-n\tjpn:lemma\t畑\n"


def folder_with_lists(folder):
    (folder / "synonyms.txt").write_text(SUDACHI, encoding="utf-8")
    (folder / "wn-wikt-jpn.tab").write_text(WIKTIONARY, encoding="utf-8")
    return folder


def test_groups_leave_out_what_is_deleted_misspelt_latin_or_alone(tmp_path):
    assert read_groups(folder_with_lists(tmp_path)) == [("引っ越し", "転居"), ("住まい", "住居")]


def test_a_folder_without_word_lists_has_no_groups(tmp_path):
    assert read_groups(tmp_path) == []


def test_pairs_are_of_one_group_and_the_same_each_time():
    groups = [("住まい", "住居"), tuple("一二三四五六七八九")]
    pairs = list(synonym_pairs(groups, seed=4))
    assert pairs == list(synonym_pairs(groups, seed=4))
    assert all(left != right and {left, right} <= set(groups[number]) for left, right, number in pairs)
    assert [number for *_, number in pairs] == [0] + [1] * 6


def test_only_uninflected_words_that_change_script_and_hold_no_particle_are_kept_whole():
    groups = [
        ("引っ越し", "転居", "お年寄り", "手伝い"),
        ("日の出", "あさひ", "静かに", "バス乗り場", "預ける", "安い"),
    ]
    assert mixed_words(groups) == ["お年寄り", "引っ越し", "手伝い"]
