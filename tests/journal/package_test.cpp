#include "journal/package.h"

#include <gtest/gtest.h>

#include "../support/fresh_database.h"
#include "forgeries.h"
#include "journal/verify.h"

using namespace jiheng;
using namespace jiheng::journal;
using namespace jiheng::testing;

namespace {

std::set<std::string> problems_of(const Report& report) {
  std::set<std::string> codes;
  for (const Check& check : report.checks) {
    for (const Error& each : check.problems) codes.insert(each.code.substr(std::string("package.").size()));
  }
  return codes;
}

VerifyOptions with_key(KeyKind kind = KeyKind::ed25519) {
  VerifyOptions options;
  options.key = sample_key(kind).public_key();
  return options;
}

TEST(PackageTest, EveryForgeryIsFoundAndNamed) {
  std::set<std::string> names, found;
  for (const Forgery& each : forgeries()) {
    EXPECT_TRUE(names.insert(each.name).second) << each.name << " stands twice";
    const KeyKind kind = each.name.starts_with("good-sm2") ? KeyKind::sm2 : KeyKind::ed25519;
    const Report report = verify_package_bytes(each.bytes, with_key(kind));
    EXPECT_EQ(problems_of(report), each.problems) << each.name;
    EXPECT_EQ(report.good(), each.problems.empty()) << each.name;
    EXPECT_EQ(each.problems.empty(), each.name.starts_with("good")) << each.name;
    for (const Check& check : report.checks) {
      EXPECT_EQ(check.outcome == Outcome::failed, !check.problems.empty()) << each.name << " " << check.id;
    }
    found.merge(std::set<std::string>(each.problems));
  }
  // Every problem a package can have, too-large aside (below), has its forgery.
  EXPECT_EQ(found, (std::set<std::string>{"blob",
                                          "bomb",
                                          "checkpoint",
                                          "checkpoint-hash",
                                          "checkpoint-unit",
                                          "entry",
                                          "entry-order",
                                          "entry-proof",
                                          "entry-unit",
                                          "figure",
                                          "figure-input",
                                          "figure-shown",
                                          "figure-twice",
                                          "figure-value",
                                          "format",
                                          "key",
                                          "key-other",
                                          "line",
                                          "manifest",
                                          "member-altered",
                                          "member-damaged",
                                          "member-extra",
                                          "member-form",
                                          "member-missing",
                                          "member-name",
                                          "member-twice",
                                          "not-a-zip",
                                          "row-absent",
                                          "row-order",
                                          "row-register",
                                          "row-superseded",
                                          "row-value",
                                          "score-figure-absent",
                                          "score-figure-value",
                                          "scorecard",
                                          "scorecard-seal",
                                          "scorecard-total",
                                          "scorecard-unit",
                                          "seal-entry",
                                          "signature"}));
}

TEST(PackageTest, AGoodPackageSaysWhatItHolds) {
  const Report report = verify_package_bytes(bytes_of_package(sample()), with_key());
  ASSERT_TRUE(report.good());
  EXPECT_EQ(report.info.unit_id, "440118001");
  EXPECT_EQ(report.info.unit_name, "区政府办公室");
  EXPECT_EQ(report.info.year, 2022);
  EXPECT_EQ(report.info.made, "2026-11-22T04:10:06Z");
  EXPECT_EQ(report.info.version, "0.1.0");
  ASSERT_TRUE(report.checkpoint);
  EXPECT_EQ(report.checkpoint->size, 300u);
  EXPECT_EQ(report.checkpoint->time, "2026-11-22T04:10:05Z");
  ASSERT_TRUE(report.key);
  EXPECT_EQ(report.key->fingerprint(), sample_key(KeyKind::ed25519).public_key().fingerprint());
  EXPECT_EQ(report.entries, 6u);
  EXPECT_EQ(report.figures, 13u);
  EXPECT_EQ(report.blobs, 1u);
  std::vector<std::string> notes;
  for (const Error& note : report.notes) notes.push_back(note.message);
  EXPECT_EQ(notes,
            (std::vector<std::string>{"有2个数字由公式从其他数字算出，公式没有重算",
                                      "有2个数字各行计入多少是制作者写的，没有指明记录里的哪一项，不能与记录对照",
                                      "包里有日志共300条中的6条；没有放进包里的记录无从得知"}));
}

TEST(PackageTest, NotesWithoutRefusal) {
  Sample changed = sample();
  changed.seal_entry.reset();
  changed.blobs = {"other"};
  const Report report = verify_package_bytes(bytes_of_package(changed));
  EXPECT_TRUE(report.good());
  std::vector<std::string> codes;
  for (const Error& note : report.notes) codes.push_back(note.code);
  EXPECT_EQ(codes, (std::vector<std::string>{"package.note.key", "package.note.formulas", "package.note.claimed",
                                             "package.note.entries", "package.note.seal", "package.note.blobs-unnamed",
                                             "package.note.blobs-missing"}));
  EXPECT_EQ(report.notes[0].message, "没有指明该单位的公钥，任何人都能用自己的密钥签名：请把指纹" +
                                         sample_key(KeyKind::ed25519).public_key().fingerprint() +
                                         "与该单位公布的核对");
}

TEST(PackageTest, AProblemSaysWhereAndWhat) {
  const auto messages_of = [](const std::function<void(Sample&)>& change) {
    Sample changed = sample();
    change(changed);
    std::vector<std::string> messages;
    for (const Check& check : verify_package_bytes(bytes_of_package(changed), with_key()).checks) {
      for (const Error& each : check.problems) messages.push_back(each.message);
    }
    return messages;
  };
  using Texts = std::vector<std::string>;
  EXPECT_EQ(messages_of([](Sample& s) { s.figure("payments.total").value = "3900000"; }),
            (Texts{"数字“payments.total”写的是3900000分，由所列各行得不出这个值",
                   "数字“payments.total”的值是3900000分，写出来不是“3.80万元”",
                   "自评表指标A1所用的“payments.total”是3.80万元，而包里的数字是3.80万元"}));
  EXPECT_EQ(messages_of([](Sample& s) { s.figure("payments.payees").rows[0].counts = "丙"; }),
            (Texts{"数字“payments.payees”按丙计入第1条日志，而该条记的是乙"}));
  EXPECT_EQ(messages_of([](Sample& s) { s.entries[299] = R"({"unit":"x"})"; }),
            (Texts{"第299条日志是别的单位（x）的"}));
}

// A package can hold any text; none of it reaches a terminal as more than text.
TEST(PackageTest, WordsOfThePackageAreMadeFitToBePrinted) {
  Sample changed = sample();
  changed.info.unit_name = "\x1b[2J甲\n通过\u202e乙";
  changed.figures[0].id = "a\r\n通过" + std::string(600, 'x');
  changed.figures[0].shown = "错";
  const Report report = verify_package_bytes(bytes_of_package(changed), with_key());
  EXPECT_EQ(report.info.unit_name, "\uFFFD[2J甲\uFFFD通过\uFFFD乙");
  ASSERT_FALSE(report.checks[5].problems.empty());
  const std::string& message = report.checks[5].problems[0].message;
  EXPECT_TRUE(message.starts_with("数字“a\uFFFD\uFFFD通过xxx")) << message;
  EXPECT_TRUE(message.ends_with("x…")) << message;
  // libzip writes no such name: it is put into the bytes, in both headers of the member.
  std::string bytes = zipped({{"abcdefg", "x"}});
  for (auto at = bytes.find("abcdefg"); at != bytes.npos; at = bytes.find("abcdefg")) {
    bytes.replace(at, 7, "\xff\x1b[2J\r\n");
  }
  const Report name = verify_package_bytes(bytes, with_key());
  EXPECT_EQ(name.checks[0].problems[0].message, "不应有名为“\uFFFD\uFFFD[2J\uFFFD\uFFFD”的成员");
}

TEST(PackageTest, WhatRestsOnWhatFailedIsNotDone) {
  const auto outcomes = [](const std::string& bytes) {
    std::string letters;
    for (const Check& check : verify_package_bytes(bytes, with_key()).checks) {
      letters += check.outcome == Outcome::passed ? '+' : check.outcome == Outcome::failed ? '-' : '.';
    }
    return letters;
  };
  EXPECT_EQ(outcomes(bytes_of_package(sample())), "++++++++");
  EXPECT_EQ(outcomes("no zip"), "-.......");
  EXPECT_EQ(outcomes(tampered("", {}, [](Members& m) { m.erase("key.pem"); }).bytes), "+-......");
  EXPECT_EQ(outcomes(changed("", {}, [](Members& m) { m.at("checkpoint.txt") = "x"; }).bytes), "++-....+");
  const Report unknown = verify_package_bytes(bytes_of_package(sample()));
  EXPECT_EQ(unknown.checks[3].id, "key");
  EXPECT_EQ(unknown.checks[3].outcome, Outcome::not_done);
  EXPECT_TRUE(unknown.good());
  EXPECT_FALSE(verify_package_bytes("no zip").good());
  EXPECT_EQ(outcomes(changed("", {}, [](Members& m) { m.at("key.pem") = "x"; }).bytes), "++-.++++");
}

TEST(PackageTest, LimitsHold) {
  const std::string bytes = bytes_of_package(sample());
  const auto first_problem = [&](const PackageLimits& limits) {
    VerifyOptions options = with_key();
    options.limits = limits;
    const auto codes = problems_of(verify_package_bytes(bytes, options));
    return codes.empty() ? std::string() : *codes.rbegin();
  };
  EXPECT_EQ(first_problem({}), "");
  PackageLimits limits;
  limits.total = 4000;
  EXPECT_EQ(first_problem(limits), "too-large");
  limits = {};
  limits.members = 6;
  EXPECT_EQ(first_problem(limits), "too-large");
  limits = {};
  limits.line = 200;
  EXPECT_EQ(first_problem(limits), "too-large");
  limits = {};
  limits.entries = 5;
  EXPECT_EQ(first_problem(limits), "too-large");
  limits = {};
  limits.rows = 5;
  EXPECT_EQ(first_problem(limits), "too-large");
  limits = {};
  limits.small = 100;
  limits.ratio = 1;
  EXPECT_EQ(first_problem(limits), "bomb");
}

TEST(PackageTest, ProblemsAreCountedBeyondTheFirstHundred) {
  Sample changed = sample();
  for (int i = 0; i < 250; ++i) changed.figures.push_back(changed.figures[0]);
  changed.figures.push_back(changed.figures[3]);
  changed.figures.back().id = "payments.other";
  changed.figures.back().shown = "3人";
  const Report report = verify_package_bytes(bytes_of_package(changed), with_key());
  EXPECT_EQ(report.checks[5].id, "figures");
  EXPECT_EQ(report.checks[5].problems.size(), 101u);
  EXPECT_EQ(report.checks[5].problems.back().code, "package.figure-shown");  // another kind is never hidden
  EXPECT_EQ(report.checks[5].more_problems, 150u);
}

TEST(PackageTest, TheSameContentGivesTheSameBytes) {
  // One checkpoint for both: an SM2 signature would differ, an Ed25519 one does not.
  EXPECT_EQ(bytes_of_package(sample()), bytes_of_package(sample()));
}

TEST(PackageTest, AFileOnDisk) {
  const TemporaryFolder folder;
  const auto path = folder.path() / "证据.jhep";
  write_package(sample(), path);
  const auto report = verify_package(path, with_key());
  ASSERT_TRUE(report);
  EXPECT_TRUE(report->good());
  const auto text = verify_package(folder.write("text", "not a package"), {});
  ASSERT_TRUE(text);
  EXPECT_EQ(problems_of(*text), (std::set<std::string>{"not-a-zip"}));
  EXPECT_EQ(verify_package(folder.path() / "absent").error().code, "package.cannot-read");
  EXPECT_EQ(verify_package(folder.path()).error().code, "package.cannot-read");
}

TEST(PackageTest, TheWriterKeepsItsOrder) {
  const TemporaryFolder folder;
  const auto path = folder.path() / "a.jhep";
  const Members good = members_of(bytes_of_package(sample()));
  const auto checkpoint = required(SignedCheckpoint::parse(good.at("checkpoint.txt")));
  const auto create = [&](const std::filesystem::path& where) {
    return required(PackageWriter::create(where, sample().info, checkpoint, sample_key(KeyKind::ed25519).public_key()));
  };
  PackageWriter writer = create(path);
  EXPECT_TRUE(writer.add_entry(3, "{}", {}));
  EXPECT_EQ(writer.add_entry(3, "{}", {}).error().code, "package.bad-order");
  EXPECT_EQ(writer.add_entry(2, "{}", {}).error().code, "package.bad-order");
  EXPECT_EQ(writer.finish().error().code, "package.bad-order");  // no scorecard yet
  EXPECT_TRUE(writer.set_scorecard("{}", {}));
  EXPECT_EQ(writer.set_scorecard("{}", {}).error().code, "package.bad-order");
  EXPECT_FALSE(std::filesystem::exists(path));
  EXPECT_TRUE(writer.finish());
  EXPECT_TRUE(std::filesystem::exists(path));
  EXPECT_EQ(writer.finish().error().code, "package.bad-order");
  EXPECT_EQ(writer.add_figure({}).error().code, "package.bad-order");
  EXPECT_EQ(writer.add_blob([]() -> Result<std::string_view> { return ""; }).error().code, "package.bad-order");

  PackageWriter nowhere = create(folder.path() / "absent" / "a.jhep");
  EXPECT_TRUE(nowhere.set_scorecard("{}", {}));
  EXPECT_EQ(nowhere.finish().error().code, "package.cannot-write");

  // A blob that cannot be read leaves nothing behind.
  PackageWriter broken = create(path);
  EXPECT_EQ(broken
                .add_blob([n = 0]() mutable -> Result<std::string_view> {
                  if (n++ == 0) return "half";
                  return fail("package.cannot-read", {{"path", "x"}});
                })
                .error()
                .code,
            "package.cannot-read");
  EXPECT_TRUE(broken.set_scorecard("{}", {}));
  EXPECT_TRUE(broken.finish());
  std::ifstream in(path, std::ios::binary);
  const Members members = members_of(std::string(std::istreambuf_iterator<char>(in), {}));
  EXPECT_EQ(members.size(), 6u);
  EXPECT_EQ(members.at("scorecard.json"), "{}");
}

}  // namespace
