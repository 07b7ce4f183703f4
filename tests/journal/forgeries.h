// Good packages and forged ones, each with the problems a verifier must find: the one list that the program's verifier
// and the second one, tests/verifier/verify.py, are held to.
#pragma once

#include <set>

#include "sample_package.h"

namespace jiheng::testing {

struct Forgery {
  std::string name;
  std::set<std::string> problems;  // without "package."; empty: the package is good
  std::string bytes;
};

using Codes = std::set<std::string>;

// Changed before it is made: everything in it is then properly hashed, signed and listed.
inline Forgery made_of(std::string name, Codes problems, const std::function<void(Sample&)>& change) {
  Sample changed = sample();
  change(changed);
  return {std::move(name), std::move(problems), bytes_of_package(changed)};
}

// Members changed afterwards, the manifest written anew by a forger who knows the format.
inline Forgery changed(std::string name, Codes problems, const std::function<void(Members&)>& change) {
  static const Members good = members_of(bytes_of_package(sample()));
  Members members = good;
  change(members);
  list_anew(members);
  return {std::move(name), std::move(problems), packed(members)};
}

// Members changed afterwards and nothing else.
inline Forgery tampered(std::string name, Codes problems, const std::function<void(Members&)>& change) {
  static const Members good = members_of(bytes_of_package(sample()));
  Members members = good;
  change(members);
  return {std::move(name), std::move(problems), packed(members)};
}

inline Forgery text_changed(std::string name, Codes problems, const char* member, std::string from, std::string to) {
  return changed(std::move(name), std::move(problems), [&](Members& m) { replace(m.at(member), from, to); });
}

inline void add_good(std::vector<Forgery>& all) {
  using journal::HashAlgorithm;
  using journal::KeyKind;
  all.push_back(made_of("good", {}, [](Sample&) {}));
  all.push_back(made_of("good-sm2-sm3", {}, [](Sample& s) {
    s.key = KeyKind::sm2;
    s.algorithm = HashAlgorithm::sm3;
  }));
  all.push_back(made_of("good-sm2-sha256", {}, [](Sample& s) { s.key = KeyKind::sm2; }));
  all.push_back(made_of("good-no-seal-entry", {}, [](Sample& s) { s.seal_entry.reset(); }));
  all.push_back(made_of("good-all-entries", {}, [](Sample& s) {
    s.proven.clear();
    for (std::uint64_t i = 0; i < s.entries.size(); ++i) s.proven.push_back(i);
  }));
  all.push_back(made_of("good-blob-left-out", {}, [](Sample& s) { s.blobs.clear(); }));
  all.push_back(made_of("good-empty-blob", {}, [](Sample& s) { s.blobs = {"", sample_blob, sample_blob}; }));
  all.push_back(made_of("good-removed-and-added-again", {}, [](Sample& s) {
    s.entries[0] =
        R"({"unit":"440118001","action":"remove","register":"payments","year":2022,"key":"P1","record":null})";
    s.proven.insert(s.proven.begin(), 0);
  }));
  const auto clear = [](const char* reg, int year) {
    return R"({"unit":"440118001","action":"clear","register":")" + std::string(reg) + R"(","year":)" +
           std::to_string(year) + R"(,"rows":2})";
  };
  all.push_back(made_of("good-cleared-before", {}, [&](Sample& s) {
    s.entries[0] = clear("payments", 2022);
    s.proven.insert(s.proven.begin(), 0);
  }));
  all.push_back(made_of("good-other-year-cleared", {}, [&](Sample& s) { s.entries[299] = clear("payments", 2021); }));
  all.push_back(made_of("good-other-register-cleared", {}, [&](Sample& s) { s.entries[299] = clear("other", 2022); }));
  all.push_back(changed("good-other-manifest-words", {}, [](Members& m) {
    replace(m.at("package.json"), "区政府办公室", "另一个名称");  // not signed, and nothing rests on it
  }));
  all.push_back(changed("good-name-twice-in-json", {}, [](Members& m) {
    replace(m.at("package.json"), R"("unit":")", R"("unit":"other","unit":")");  // the last one counts
  }));
  all.push_back(made_of("good-deep-entry", {}, [](Sample& s) {
    s.entries[299] = R"({"unit":"440118001","deep":)" + std::string(31, '[') + std::string(31, ']') + "}";
  }));
  all.push_back(made_of("good-odd-numbers", {}, [](Sample& s) {
    s.entries[299] = R"({"unit":"440118001","n":[-0,1e5,1.5E-3,123456789012345678901234567890,9223372036854775808]})";
  }));
}

inline void add_container(std::vector<Forgery>& all) {
  const std::string good = bytes_of_package(sample());
  all.push_back({"empty-file", {"not-a-zip"}, ""});
  all.push_back({"not-a-zip", {"not-a-zip"}, "PK\x03\x04 not a zip"});
  all.push_back({"cut", {"not-a-zip"}, good.substr(0, good.size() / 2)});
  const Members members = members_of(good);
  const auto zipped_with = [&](std::initializer_list<std::pair<std::string, std::string>> more) {
    ZipMembers list(members.begin(), members.end());
    list.insert(list.end(), more);
    return zipped(list);
  };
  all.push_back({"climbing-path", {"member-name"}, zipped_with({{"../evil", "x"}})});
  all.push_back({"absolute-path", {"member-name"}, zipped_with({{"/etc/evil", "x"}})});
  all.push_back({"a-folder", {"member-name"}, zipped_with({{"blobs/", ""}})});
  all.push_back({"other-member", {"member-name"}, zipped_with({{"readme.txt", "x"}})});
  all.push_back({"blob-not-named-by-hash", {"member-name"}, zipped_with({{"blobs/scan.pdf", "x"}})});
  all.push_back({"blob-named-in-capitals", {"member-name"}, zipped_with({{"blobs/" + std::string(64, 'A'), "x"}})});
  // libzip writes no name twice: a member of another name is renamed in the bytes, in both its headers.
  std::string twice = zipped_with({{"figures.jsonX", "{}"}});
  for (auto at = twice.find("figures.jsonX"); at != twice.npos; at = twice.find("figures.jsonX")) {
    twice.replace(at, 13, "figures.jsonl");
  }
  all.push_back({"member-twice", {"member-twice"}, twice});
  all.push_back({"encrypted", {"member-form"}, zipped(ZipMembers(members.begin(), members.end()), "secret")});
  all.push_back({"bomb", {"bomb"}, zipped_with({{"blobs/" + std::string(64, 'a'), std::string(8 << 20, '\0')}})});
  std::string damaged = good;
  damaged[damaged.find(sample_blob)] = 'X';  // attached files are stored: its checksum is now wrong
  all.push_back({"damaged-member", {"member-damaged"}, damaged});
}

inline void add_manifest(std::vector<Forgery>& all) {
  const auto manifest = [&](const char* name, const char* from, const char* to) {
    all.push_back(tampered(name, {"manifest"}, [&](Members& m) { replace(m.at("package.json"), from, to); }));
  };
  for (const char* name :
       {"package.json", "checkpoint.txt", "key.pem", "entries.jsonl", "figures.jsonl", "scorecard.json"}) {
    all.push_back(tampered("without-" + std::string(name), {"member-missing"}, [&](Members& m) { m.erase(name); }));
  }
  all.push_back(tampered("without-blob", {"member-missing"}, [](Members& m) { m.erase(m.begin()->first); }));
  all.push_back(tampered("blob-not-listed", {"member-extra"}, [](Members& m) { m["blobs/" + sha256_hex("x")] = "x"; }));
  for (const char* name : {"checkpoint.txt", "key.pem", "entries.jsonl", "figures.jsonl", "scorecard.json"}) {
    all.push_back(
        tampered("altered-" + std::string(name), {"member-altered"}, [&](Members& m) { m.at(name).back() = ' '; }));
    all.push_back(tampered("longer-" + std::string(name), {"member-altered"}, [&](Members& m) { m.at(name) += ' '; }));
  }
  manifest("manifest-no-json", "{", "[");
  manifest("manifest-unknown-member", R"("unit":)", R"("colour":"red","unit":)");
  manifest("manifest-year-text", R"("year":2022)", R"("year":"2022")");
  manifest("manifest-year-fraction", R"("year":2022)", R"("year":2022.0)");
  manifest("manifest-year-large", R"("year":2022)", R"("year":2200)");
  manifest("manifest-no-unit", R"("unit":"440118001")", R"("unit":"")");
  manifest("manifest-unit-with-space", R"("unit":"440118001")", R"("unit":"440118001 ")");
  manifest("manifest-bad-time", "2026-11-22T04:10:06Z", "2026-02-30T04:10:06Z");
  manifest("manifest-bad-seal", R"("seal":")", R"("seal":"A)");
  manifest("manifest-seal-entry-true", R"("seal_entry":5)", R"("seal_entry":true)");
  manifest("manifest-seal-entry-negative", R"("seal_entry":5)", R"("seal_entry":-5)");
  manifest("manifest-lists-itself", R"("members":[)", R"("members":[{"name":"package.json","size":1,"sha256":"00"},)");
  manifest("manifest-byte-order-mark", "{", "\xef\xbb\xbf{");
  manifest("manifest-surrogate", "区政府办公室", "\\ud800");
  manifest("manifest-not-utf8", "区政府办公室", "\xc0\x80");
  manifest("manifest-control-character", "区政府办公室", "\x01");
  manifest("manifest-not-a-number", R"("seal_entry":5)", R"("seal_entry":NaN)");
  all.push_back(tampered("other-format", {"format"},
                         [](Members& m) { replace(m.at("package.json"), "jiheng-evidence 1", "jiheng-evidence 2"); }));
}

inline void add_checkpoint(std::vector<Forgery>& all) {
  using namespace journal;
  const auto signature_of = [](const Members& m) { return m.at("checkpoint.txt").rfind("— "); };
  all.push_back(
      text_changed("checkpoint-larger", {"signature", "entry-proof"}, "checkpoint.txt", "\n300\n", "\n3000\n"));
  all.push_back(text_changed("checkpoint-later", {"signature"}, "checkpoint.txt", "time 2026", "time 2027"));
  all.push_back(text_changed("checkpoint-no-size", {"checkpoint"}, "checkpoint.txt", "\n300\n", "\n0300\n"));
  all.push_back(text_changed("checkpoint-more-lines", {"checkpoint"}, "checkpoint.txt", "\n\n", "\nmore\n\n"));
  all.push_back(text_changed("checkpoint-other-name", {"signature"}, "checkpoint.txt", "— jiheng/", "— other/"));
  all.push_back(text_changed("checkpoint-other-origin", {"checkpoint-unit", "signature"}, "checkpoint.txt",
                             "jiheng/440118001\n", "jiheng/440118002\n"));
  all.push_back(changed("checkpoint-wrong-signature", {"signature"}, [&](Members& m) {
    char& letter = m.at("checkpoint.txt")[signature_of(m) + 60];
    letter = letter == 'A' ? 'B' : 'A';
  }));
  all.push_back(changed("checkpoint-second-signature-wrong", {"signature"}, [&](Members& m) {
    std::string line = m.at("checkpoint.txt").substr(signature_of(m));
    line[60] = line[60] == 'A' ? 'B' : 'A';
    m.at("checkpoint.txt") += line;
  }));
  all.push_back(changed("good-witness-signature", {}, [&](Members& m) {
    m.at("checkpoint.txt").insert(signature_of(m), "— witness.example AAAAAAAA\n");
  }));
  all.push_back(changed("checkpoint-signature-cut", {"signature"}, [&](Members& m) {
    std::string& text = m.at("checkpoint.txt");
    const std::size_t at = signature_of(m) + std::string("— jiheng/440118001 ").size();
    text = text.substr(0, at + 88) + "\n";  // 66 bytes: a signature of 62
  }));
  all.push_back(changed("other-key", {"signature", "key-other"}, [](Members& m) {
    m.at("key.pem") = required(PrivateKey::generate(KeyKind::ed25519)).public_key().to_pem();
  }));
  all.push_back(text_changed("key-with-more-text", {"key"}, "key.pem", "-----BEGIN", "# key\n-----BEGIN"));
  all.push_back(changed("key-private", {"key"},
                        [](Members& m) { m.at("key.pem") = required(sample_key(KeyKind::ed25519).to_pem()); }));
  all.push_back(changed("signed-by-a-key-of-ones-own", {"key-other"}, [](Members& m) {
    const PrivateKey own = required(PrivateKey::generate(KeyKind::ed25519));
    const auto old = required(SignedCheckpoint::parse(m.at("checkpoint.txt")));
    m.at("checkpoint.txt") = required(sign(old.checkpoint, own)).to_text();
    m.at("key.pem") = own.public_key().to_pem();
  }));
  all.push_back(
      made_of("checkpoint-of-another-unit", {"checkpoint-unit"}, [](Sample& s) { s.checkpoint_unit = "440118002"; }));
  all.push_back(tampered("other-hash-in-manifest", {"checkpoint-hash"},
                         [](Members& m) { replace(m.at("package.json"), R"("hash":"sha256")", R"("hash":"sm3")"); }));
}

inline void add_entries(std::vector<Forgery>& all) {
  const auto entry = [&](const char* name, Codes problems, std::string from, std::string to) {
    all.push_back(text_changed(name, std::move(problems), "entries.jsonl", from, to));
  };
  entry("entry-altered", {"entry-proof"}, "u07", "u08");
  entry("entry-altered-amount", {"entry-proof", "row-value"}, "2500000", "2500001");
  entry("entry-with-another-index", {"entry-proof"}, R"({"index":299,)", R"({"index":298,)");
  entry("entry-index-beyond", {"entry-proof"}, R"({"index":299,)", R"({"index":300,)");
  entry("entry-index-huge", {"entry-proof"}, R"({"index":299,)", R"({"index":9223372036854775807,)");
  entry("entry-index-too-huge", {"entry"}, R"({"index":299,)", R"({"index":9223372036854775808,)");
  entry("entry-index-fraction", {"entry"}, R"({"index":299,)", R"({"index":299.0,)");
  entry("entry-index-true", {"entry", "row-absent"}, R"({"index":1,)", R"({"index":true,)");
  entry("entry-unknown-member", {"entry"}, R"({"index":299,)", R"({"x":0,"index":299,)");
  entry("entry-proof-shorter", {"entry-proof"}, R"("proof":[")", R"("proof":[],"proof":[")");
  all.back() = changed("entry-proof-shorter", {"entry-proof"}, [](Members& m) {
    std::string& text = m.at("entries.jsonl");
    const auto at = text.find(R"("proof":[)") + 9;
    text.erase(at, 47);  // the first hash
  });
  entry("entry-proof-longer", {"entry-proof"}, R"("proof":[)",
        R"("proof":["AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",)");
  entry("entry-proof-no-hash", {"entry", "row-absent"}, R"("proof":[)", R"("proof":["AAAA",)");
  entry("entry-proof-unused-bits", {"entry", "row-absent"}, R"("proof":[)",
        R"("proof":["AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB=",)");
  all.push_back(changed("entry-proof-bit", {"entry-proof"}, [](Members& m) {
    std::string& text = m.at("entries.jsonl");
    char& letter = text[text.find(R"("proof":[")") + 15];
    letter = letter == 'A' ? 'B' : 'A';
  }));
  all.push_back(changed("entry-twice", {"entry-order"}, [](Members& m) {
    std::string& text = m.at("entries.jsonl");
    text = text.substr(0, text.find('\n') + 1) + text;
  }));
  all.push_back(changed("entries-out-of-order", {"entry-order", "row-absent"}, [](Members& m) {
    std::string& text = m.at("entries.jsonl");
    const auto end = text.find('\n') + 1;
    text =
        text.substr(end, text.find('\n', end) + 1 - end) + text.substr(0, end) + text.substr(text.find('\n', end) + 1);
  }));
  all.push_back(changed("entry-line-empty", {"entry"}, [](Members& m) { m.at("entries.jsonl") += "\n"; }));
  all.push_back(changed("entry-line-cut", {"line"}, [](Members& m) { m.at("entries.jsonl").pop_back(); }));
  all.push_back(changed("no-entries", {"row-absent", "seal-entry"}, [](Members& m) { m.at("entries.jsonl") = ""; }));
  all.push_back(made_of("entry-of-another-unit", {"entry-unit"},
                        [](Sample& s) { s.entries[299] = R"({"unit":"440118002","seq":299})"; }));
  all.push_back(made_of("entry-of-no-unit", {"entry-unit"}, [](Sample& s) { s.entries[299] = "{}"; }));
  all.push_back(made_of("entry-no-object", {"entry"}, [](Sample& s) { s.entries[299] = "[1]"; }));
  all.push_back(made_of("entry-no-json", {"entry"}, [](Sample& s) { s.entries[299] = "seq 299"; }));
  all.push_back(made_of("entry-too-deep", {"entry"}, [](Sample& s) {
    s.entries[299] = R"({"unit":"440118001","deep":)" + std::string(32, '[') + std::string(32, ']') + "}";
  }));
}

inline void add_figures(std::vector<Forgery>& all) {
  const auto figure = [&](const char* name, Codes problems, std::string from, std::string to) {
    all.push_back(text_changed(name, std::move(problems), "figures.jsonl", from, to));
  };
  const auto made = [&](const char* name, Codes problems, const std::function<void(Sample&)>& change) {
    all.push_back(made_of(name, std::move(problems), change));
  };
  made("sum-wrong", {"figure-value", "figure-shown", "score-figure-value"},
       [](Sample& s) { s.figure("payments.total").value = "3900000"; });
  made("sum-wrong-shown-too", {"figure-value", "score-figure-value"}, [](Sample& s) {
    s.figure("payments.total").value = "3900000";
    s.figure("payments.total").shown = "3.90万元";
  });
  made("sum-a-fen-off", {"figure-value"}, [](Sample& s) { s.figure("payments.total").value = "3800001"; });
  made("sum-of-forged-rows", {"row-value", "score-figure-value"}, [](Sample& s) {
    s.figure("payments.total").value = "3900000";
    s.figure("payments.total").shown = "3.90万元";
    s.figure("payments.total").rows[0].counts = "2600000";
  });
  made("count-wrong", {"figure-value", "figure-shown", "score-figure-value"},
       [](Sample& s) { s.figure("payments.count").value = "3"; });
  made("count-of-twos", {"figure-value"}, [](Sample& s) { s.figure("payments.count").rows = {{1, "2"}}; });
  made("distinct-wrong", {"figure-value", "figure-shown"}, [](Sample& s) { s.figure("payments.payees").value = "1"; });
  made("minimum-wrong", {"figure-value", "figure-shown", "score-figure-value"},
       [](Sample& s) { s.figure("payments.first").value = "2022-01-04"; });
  made("maximum-wrong", {"figure-value", "figure-shown"},
       [](Sample& s) { s.figure("payments.largest").value = "1300000"; });
  made("fraction-wrong", {"figure-value"}, [](Sample& s) { s.figure("payments.weight").value = "0.8333"; });
  made("null-for-a-sum", {"figure-value", "figure-shown"},
       [](Sample& s) { s.figure("payments.noted").value = std::nullopt; });
  made("zero-for-no-data", {"figure-value", "figure-shown", "score-figure-value"},
       [](Sample& s) { s.figure("meetings.last").value = "2022-01-01"; });
  made("number-for-no-base", {"figure-value", "figure-shown"},
       [](Sample& s) { s.figure("payments.unbased").value = "1"; });
  made("counts-malformed", {"figure-value"}, [](Sample& s) { s.figure("payments.weight").rows[0].counts = "1/0"; });
  made("counts-not-whole-fen", {"figure-value", "row-value"},
       [](Sample& s) { s.figure("payments.largest").rows[1].counts = "1300000.0"; });
  made("shown-wrong", {"figure-shown"}, [](Sample& s) { s.figure("payments.total").shown = "3.81万元"; });
  made("shown-without-comma", {"figure-shown"}, [](Sample& s) { s.figure("payments.largest").shown = "25000.0元"; });
  made("value-too-large-to-show", {"figure-shown"}, [](Sample& s) {
    s.figure("payments.weight").value = "100000000000000000000000000000000000";
    s.figure("payments.weight").rows = {{1, "100000000000000000000000000000000000"}};
  });
  made("value-malformed", {"figure", "score-figure-absent"},
       [](Sample& s) { s.figure("payments.count").value = "+2"; });
  made("value-date-malformed", {"figure", "score-figure-absent"},
       [](Sample& s) { s.figure("payments.first").value = "2022-1-5"; });
  made("money-without-unit", {"figure"}, [](Sample& s) { s.figure("payments.largest").unit = "两"; });
  made("figure-twice", {"figure-twice"}, [](Sample& s) { s.figures.push_back(s.figures[3]); });
  made("formula-without-input", {"figure-input"},
       [](Sample& s) { s.figure("budget.execution_rate").inputs.push_back("staff.count"); });
  made("formula-of-itself", {"figure-input"},
       [](Sample& s) { s.figure("budget.execution_rate").inputs.push_back("budget.execution_rate"); });
  made("formula-before-its-inputs", {"figure-input"},
       [](Sample& s) { std::rotate(s.figures.begin(), s.figures.end() - 2, s.figures.end() - 1); });
  made("row-absent", {"row-absent"}, [](Sample& s) { s.figure("payments.unbased").rows.push_back({77, "1"}); });
  made("row-beyond", {"row-absent"}, [](Sample& s) { s.figure("payments.unbased").rows.push_back({777, "1"}); });
  made("row-twice", {"row-order"}, [](Sample& s) { s.figure("payments.unbased").rows.push_back({3, "1"}); });
  made("rows-out-of-order", {"row-order"},
       [](Sample& s) { std::swap(s.figure("payments.payees").rows[0], s.figure("payments.payees").rows[1]); });
  made("row-of-another-register", {"row-register"}, [](Sample& s) {
    s.figure("payments.unbased").rows = {{1, "no-base"}, {2, "1"}};
  });
  made("row-of-no-row", {"row-register"}, [](Sample& s) {
    s.figure("payments.unbased").rows = {{1, "no-base"}, {5, "1"}};
  });
  made("row-of-another-year", {"row-register"},
       [](Sample& s) { replace(s.entries[1], R"("year":2022)", R"("year":2021)"); });
  made("row-removed", {"row-register"}, [](Sample& s) {
    s.entries[1] =
        R"({"unit":"440118001","action":"remove","register":"payments","year":2022,"key":"P2","record":null})";
  });
  made("row-superseded", {"row-superseded"}, [](Sample& s) {
    s.entries[0] = payment(0, "add", "P1", "2022-01-05", "1200000", "甲");
    s.proven.insert(s.proven.begin(), 0);
    s.figure("payments.unbased").rows = {{0, "1"}, {1, "no-base"}};
  });
  made("row-counted-then-removed", {"row-superseded"}, [](Sample& s) {
    s.entries[299] =
        R"({"unit":"440118001","action":"remove","register":"payments","year":2022,"key":"P2","record":null})";
  });
  made("row-register-cleared", {"row-superseded"}, [](Sample& s) {
    s.entries[299] = R"({"unit":"440118001","action":"clear","register":"payments","year":2022,"rows":2})";
  });
  made("row-other-date", {"row-value"}, [](Sample& s) { s.figure("payments.first").rows[0].counts = "2022-02-12"; });
  made("row-field-absent", {"row-value"}, [](Sample& s) { s.figure("payments.largest").field = "colour"; });
  made("moment-wrong", {"figure-value", "figure-shown"},
       [](Sample& s) { s.figure("payments.noted_last").value = "2022-02-11 09:31"; });
  for (const char* value : {"2022-02-11 9:30", "1969-12-31 09:30", "2022-02-11 24:00", "2022-02-11"}) {
    made(("moment-" + std::string(value)).c_str(), {"figure"},
         [&](Sample& s) { s.figure("payments.noted_last").value = value; });
  }
  made("sum-of-moments", {"figure"},
       [](Sample& s) { s.figure("payments.noted_last").aggregate = journal::Aggregate::sum; });
  made("row-other-value", {"row-value"}, [](Sample& s) { s.figure("payments.payees").rows[0].counts = "丙"; });
  made("row-null-for-a-value", {"row-value"},
       [](Sample& s) { s.figure("payments.largest").rows[1].counts = std::nullopt; });
  figure("figure-unknown-member", {"figure"}, R"("id":"payments.weight")", R"("x":0,"id":"payments.weight")");
  figure("figure-unknown-type", {"figure"}, R"("unit":"人","type":"number")", R"("unit":"人","type":"float")");
  figure("figure-unknown-aggregate", {"figure"}, R"("aggregate":"distinct")", R"("aggregate":"average")");
  figure("figure-decimals-large", {"figure"}, R"("unit":"人","type":"number","decimals":0)",
         R"("unit":"人","type":"number","decimals":19)");
  figure("figure-sum-of-dates", {"figure"}, R"("over":"meetings","aggregate":"maximum")",
         R"("over":"meetings","aggregate":"sum")");
  all.back().problems.insert("score-figure-absent");
  figure("figure-row-unknown-member", {"figure"}, R"({"index":1,"counts":"1/3"})",
         R"({"index":1,"counts":"1/3","x":0})");
  figure("figure-input-number", {"figure", "score-figure-absent"}, R"("inputs":["payments.total"])", R"("inputs":[1])");
  all.push_back(changed("figure-line-cut", {"line", "score-figure-absent"},
                        [](Members& m) { m.at("figures.jsonl").pop_back(); }));
}

inline void add_scorecards(std::vector<Forgery>& all) {
  // Without an entry of the sealing, so that only the change itself is found.
  const auto card = [&](const char* name, Codes problems, std::string from, std::string to) {
    all.push_back(made_of(name, std::move(problems), [&](Sample& s) {
      s.seal_entry.reset();
      replace(s.scorecard, from, to);
    }));
  };
  card("score-figure-other-value", {"score-figure-value"}, R"("value":"76.00")", R"("value":"98.00")");
  card("score-figure-other-digits", {"score-figure-value"}, R"("value":"76.00")", R"("value":"76.0")");
  card("score-figure-other-unit", {"score-figure-value"}, R"("value":"3.80","unit":"万元")",
       R"("value":"3.80","unit":"亿元")");
  card("score-figure-null-for-no-base", {"score-figure-value"}, R"("value":"no-base")", R"("value":null)");
  card("score-figure-absent", {"score-figure-absent"}, R"("measure":"payments.count")", R"("measure":"staff.count")");
  card("score-total-wrong", {"scorecard-total"}, R"("total":"9.62")", R"("total":"9.72")");
  card("score-item-raised", {"scorecard-total"}, R"("score":"7.60")", R"("score":"8.60")");
  card("scorecard-of-another-unit", {"scorecard-unit"}, R"("unit":"440118001")", R"("unit":"440118002")");
  card("scorecard-of-another-year", {"scorecard-unit"}, R"("year":2022)", R"("year":2021)");
  card("scorecard-no-total", {"scorecard"}, R"("total")", R"("sum")");
  card("scorecard-score-no-decimal", {"scorecard"}, R"("score":"7.60")", R"("score":7.6)");
  card("scorecard-value-number", {"scorecard"}, R"("value":"76.00")", R"("value":76)");
  card("scorecard-no-json", {"scorecard"}, R"({"unit")", R"("unit")");
  all.push_back(made_of("scorecard-sealed-otherwise", {"seal-entry"},
                        [](Sample& s) { replace(s.scorecard, "未达100%", "已达100%"); }));
  all.push_back(made_of("seal-entry-absent", {"seal-entry"}, [](Sample& s) { s.seal_entry = 6; }));
  all.push_back(made_of("seal-entry-of-another-kind", {"seal-entry"}, [](Sample& s) { s.seal_entry = 1; }));
  all.push_back(made_of("seal-entry-of-another-year", {"seal-entry"},
                        [](Sample& s) { replace(s.entries[5], R"("year":2022)", R"("year":2021)"); }));
  all.push_back(
      text_changed("scorecard-changed-after-sealing", {"scorecard-seal"}, "scorecard.json", "未达100%", "已达100%"));
}

inline void add_blobs(std::vector<Forgery>& all) {
  all.push_back(changed("blob-altered", {"blob"}, [](Members& m) { m.begin()->second += "x"; }));
  all.push_back(changed("good-blob-unnamed", {}, [](Members& m) { m["blobs/" + sha256_hex("x")] = "x"; }));
}

inline std::vector<Forgery> forgeries() {
  std::vector<Forgery> all;
  for (const auto add :
       {add_good, add_container, add_manifest, add_checkpoint, add_entries, add_figures, add_scorecards, add_blobs}) {
    add(all);
  }
  return all;
}

}  // namespace jiheng::testing
