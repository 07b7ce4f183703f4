// Each ailment is made behind the ledger's back, by SQL, and must be told with its place; a sound database has none.
#include "doctor/doctor.h"

#include "clinic.h"

namespace jiheng::testing {
namespace {

using Texts = std::vector<std::string>;

class DoctorTest : public ::testing::TestWithParam<Engine> {
 protected:
  void SetUp() override {
    if (!available(GetParam())) GTEST_SKIP() << "JIHENG_TEST_POSTGRES is not set";
    database_.emplace(GetParam());
    fill_clinic(**database_, key_);
  }

  store::Database& database() { return **database_; }
  bool sqlite() const { return GetParam() == Engine::sqlite; }
  // A change that nobody's constraint stops.
  void behind_the_back(const std::string& sql, std::vector<store::Cell> parameters = {}) {
    must(database().execute(sqlite() ? "PRAGMA foreign_keys = OFF" : "SET session_replication_role = replica"));
    auto transaction = must(store::Transaction::start(database()));
    must(database().execute(sql, parameters));
    must(transaction.commit());
  }
  std::string text(const std::string& sql) {
    std::string out;
    must(database().query(sql, {}, [&](const store::Row& row) -> Status {
      out = row.text(0);
      return {};
    }));
    return out;
  }
  std::int64_t integer(const std::string& sql) { return must(database().integer(sql, {}, -1)); }
  // A due day, a sketch or a figure that was wrong is right again, and nothing else is wrong.
  void expect_mended() {
    doctor::Options options;
    options.mend = true;
    const auto report = doctor::examine(database(), clinic_library(), options);
    ASSERT_TRUE(succeeded(report));
    EXPECT_TRUE(report->healthy());
    EXPECT_EQ(report->mended, 1u);
    must(measure::Figures::read(database(), clinic_library(), clinic_unit, 2022));
    EXPECT_EQ(told(database()), Texts());
  }

  journal::PrivateKey key_ = must(journal::PrivateKey::generate(journal::KeyKind::ed25519));
  std::optional<FreshDatabase> database_;
};
INSTANTIATE_TEST_SUITE_P(Engines, DoctorTest, ::testing::Values(Engine::sqlite, Engine::postgresql));

// The journal: 0 the role, 1–300 the import, 301 L1, 302 L2, 303 L1 moved, 304 L1 edited, 305 L2 removed, 306 R1.
TEST_P(DoctorTest, ASoundDatabaseHasNoAilment) {
  doctor::Options options;
  options.key = key_.public_key();
  std::vector<std::uint64_t> steps;
  options.progress = [&](std::uint64_t done, std::uint64_t total) { steps.insert(steps.end(), {done, total}); };
  EXPECT_EQ(told(database(), options), Texts());
  ASSERT_FALSE(steps.empty());
  EXPECT_EQ(steps[steps.size() - 2], steps.back());
  const auto report = doctor::examine(database(), clinic_library());
  ASSERT_TRUE(succeeded(report));
  EXPECT_EQ(report->note_count, 0u) << report->notes.front().message;
  EXPECT_EQ(report->examined.units, 1u);
  EXPECT_EQ(report->examined.entries, 307u);
  EXPECT_EQ(report->examined.checkpoints, 1u);
  EXPECT_EQ(report->examined.records, 303u);
  EXPECT_EQ(report->examined.files, 1u);
  EXPECT_EQ(report->examined.figures, 2u);
  EXPECT_EQ(report->examined.scorecards, 1u);
}

TEST_P(DoctorTest, ARepeatedAndReplacedYearIsSound) {
  TemporaryFolder folder;
  ledger::ImportOptions options;
  options.unit_id = clinic_unit;
  options.year = 2022;
  options.replace = true;
  options.act = at("李登", 60);
  behind_the_back("DELETE FROM attachments");
  behind_the_back("DELETE FROM blob_pieces");
  behind_the_back("DELETE FROM blobs");
  must(ledger::Ledger(database(), clinic_library(), at("李登")).remove(clinic_record("replies", "R1"), "作废"));
  const auto file = folder.write("letters.csv", letters_csv(20));
  ASSERT_TRUE(must(ledger::import_files(database(), clinic_library(), {{file, "letters"}}, options)).committed());
  must(measure::Figures::read(database(), clinic_library(), clinic_unit, 2022));
  EXPECT_EQ(told(database()), Texts());
}

TEST_P(DoctorTest, TellsAForgedRow) {
  behind_the_back("UPDATE r_letters SET title = '改了', cost = 1 WHERE no = 'L1'");
  behind_the_back("DELETE FROM likenesses WHERE record = 'L1'");
  doctor::Options mend;
  mend.mend = true;
  must(measure::Figures::read(database(), clinic_library(), clinic_unit, 2022));
  EXPECT_EQ(told(database(), mend),
            (Texts{"doctor.row-differs letters L1 #304：记录与它最后一条日志不符：标题：日志记“关于道路照明的来信”，"
                   "表里是“改了”、费用：日志记“1.50”，表里是“0.000001”"}));
}

TEST_P(DoctorTest, TellsAForgedState) {
  behind_the_back("UPDATE r_letters SET _state = 'signing', _returns = 2 WHERE no = 'L1'");
  EXPECT_EQ(told(database()),
            (Texts{"doctor.row-differs letters L1 #304：记录与它最后一条日志不符：状态：日志记“handling”，"
                   "表里是“signing”、退回次数：日志记“0”，表里是“2”",
                   "doctor.stays-differ letters L1 #304：流转记录有误：环节与记录的状态不同"}));
  behind_the_back("UPDATE r_letters SET _state = 'lost' WHERE no = 'L1'");
  EXPECT_EQ(told(database()).back(), "doctor.unknown-state letters L1 #304：状态“lost”没有定义");
}

TEST_P(DoctorTest, TellsADeletedRow) {
  behind_the_back("DELETE FROM r_replies");
  EXPECT_EQ(told(database()),
            (Texts{"doctor.record-lost replies R1 #306：日志里有这条记录，台账里没有：被删除而未经日志"}));
}

TEST_P(DoctorTest, TellsAnAddedRow) {
  behind_the_back("INSERT INTO r_replies (unit_id, year, no, letter) VALUES ('440118001', 2022, 'R2', 'L1')");
  behind_the_back(
      "INSERT INTO r_replies (unit_id, year, no, letter, _entry) VALUES ('440118001', 2022, 'R3', 'L1', 306)");
  behind_the_back(
      "INSERT INTO r_replies (unit_id, year, no, letter, _entry) VALUES ('440118001', 2022, 'R4', 'L1', 999)");
  EXPECT_EQ(told(database()),
            (Texts{"doctor.row-without-entry replies R2：记录没有日志条目：未经系统加入",
                   "doctor.row-of-another replies R3 #306：记录所指的日志条目不是它的（replies R1，add）",
                   "doctor.row-entry-missing replies R4 #999：记录所指的日志条目不存在"}));
}

TEST_P(DoctorTest, ARowOlderThanTheJournalIsANote) {
  behind_the_back("INSERT INTO r_replies (unit_id, year, no, letter) VALUES ('440118001', 2022, 'R2', 'L1')");
  behind_the_back(
      "INSERT INTO imports (unit_id, year, register, imported_at, file, sha256, rows) VALUES ('440118001', "
      "2022, 'replies', '2021-12-31T00:00:00Z', 'a.csv', '', 1)");
  const auto report = doctor::examine(database(), clinic_library());
  ASSERT_TRUE(succeeded(report));
  EXPECT_TRUE(report->healthy());
  ASSERT_EQ(report->notes.size(), 1u);
  EXPECT_EQ(report->notes[0].message, "1 条记录早于日志，没有日志条目可核对");
  behind_the_back("INSERT INTO r_replies (unit_id, year, no, letter) VALUES ('440118001', 2022, 'R3', 'L1')");
  EXPECT_EQ(told(database()),
            (Texts{"doctor.rows-without-entry replies：2 条记录没有日志条目，而启用日志前只导入过 1 条"}));
}

TEST_P(DoctorTest, TellsAStaleRow) {
  behind_the_back("UPDATE r_letters SET urgent = NULL, _due_answer = 19080, _entry = 303 WHERE no = 'L1'");
  EXPECT_EQ(told(database()), (Texts{"doctor.row-stale letters L1 #303：记录是旧的：它所指的日志条目之后还有新的"}));
}

TEST_P(DoctorTest, TellsARowThatCameBack) {
  behind_the_back(
      "INSERT INTO r_letters (unit_id, year, no, title, received_on, cost, _state, _returns, _due_answer, "
      "_entry) VALUES ('440118001', 2022, 'L2', '要求公开拆迁补偿标准', 19052, 1500000, 'received', 0, 19080, "
      "302)");
  const Texts all = told(database());
  ASSERT_FALSE(all.empty());
  EXPECT_EQ(all[0], "doctor.row-stale letters L2 #302：记录是旧的：它所指的日志条目之后还有新的");
}

TEST_P(DoctorTest, TellsAForgedEntry) {
  // In the tail, which no stored hash but the head's covers.
  const std::string entry = text("SELECT entry FROM journal WHERE seq = 306");
  std::string forged = entry;
  forged.replace(forged.find("R1"), 2, "R9");
  behind_the_back("UPDATE journal SET entry = ? WHERE seq = 306", {forged});
  EXPECT_EQ(told(database()),
            (Texts{"doctor.frontier-differs #306：第 306 至 306 条日志与日志头不符：这些条目或日志头被改动过",
                   "doctor.checkpoint-differs #307：日志与 2022-03-02T00:00:00Z 签名的检查点（307 条）不符：签名以后，"
                   "此前的条目被改动过",
                   "doctor.row-of-another replies R1 #306：记录所指的日志条目不是它的（replies R9，add）",
                   "doctor.record-lost replies R9 #306：日志里有这条记录，台账里没有：被删除而未经日志"}));
  // Damaged in the first 256, whose hash is stored.
  behind_the_back("UPDATE journal SET entry = ? WHERE seq = 306", {entry});
  behind_the_back("UPDATE journal SET entry = 'x' WHERE seq = 7");
  const Texts all = told(database());
  ASSERT_EQ(all.size(), 3u);
  EXPECT_EQ(all[0], "doctor.entry-damaged #7：日志条目不是本系统写下的样子");
  EXPECT_EQ(all[1], "doctor.entries-differ #0：第 0 至 255 条日志与当初的哈希不符：条目被改动过");
  EXPECT_TRUE(all[2].starts_with("doctor.checkpoint-differs #307"));
}

TEST_P(DoctorTest, TellsAMissingEntry) {
  behind_the_back("DELETE FROM journal WHERE seq IN (302, 303)");
  const Texts all = told(database());
  ASSERT_EQ(all.size(), 3u);
  EXPECT_EQ(all[0], "doctor.entry-missing #302：第 302 至 303 条日志不在了");
  EXPECT_TRUE(all[1].starts_with("doctor.entry-chain letters L1 #304")) << all[1];
  EXPECT_TRUE(all[2].starts_with("doctor.entry-chain letters L2 #305")) << all[2];
}

TEST_P(DoctorTest, TellsALastEntryThatIsMissingOrAdded) {
  const std::string entry = text("SELECT entry FROM journal WHERE seq = 306");
  behind_the_back("DELETE FROM journal WHERE seq = 306");
  Texts all = told(database());
  ASSERT_EQ(all.size(), 3u);
  EXPECT_EQ(all[0], "doctor.journal-size #306：日志头记有 307 条（树 307 条），实有 306 条");
  EXPECT_TRUE(all[1].starts_with("doctor.checkpoint-differs"));
  EXPECT_EQ(all[2], "doctor.row-entry-missing replies R1 #306：记录所指的日志条目不存在");
  behind_the_back("INSERT INTO journal (unit_id, seq, entry) VALUES ('440118001', 306, ?)", {entry});
  ASSERT_EQ(told(database()), Texts());
  std::string more = entry;
  more.replace(more.find("R1"), 2, "R9");
  behind_the_back("INSERT INTO journal (unit_id, seq, entry) VALUES ('440118001', 307, ?)", {more});
  EXPECT_EQ(told(database()),
            (Texts{"doctor.journal-size #307：日志头记有 307 条（树 307 条），实有 308 条",
                   "doctor.record-lost replies R9 #307：日志里有这条记录，台账里没有：被删除而未经日志"}));
  behind_the_back("UPDATE journal SET seq = 9000000000000000000 WHERE seq = 307");
  EXPECT_EQ(told(database())[0], "doctor.entry-stray #9000000000000000000：日志条目的编号超出日志的范围（应小于 308）");
}

TEST_P(DoctorTest, TellsAForgedSubtree) {
  behind_the_back("UPDATE journal_subtrees SET hash = 'AAAA'");
  EXPECT_EQ(told(database()), (Texts{"doctor.subtree-differs #0：第 0 至 255 条日志的存储哈希有误；条目与日志头相符，"
                                     "未被改动"}));
  behind_the_back("DELETE FROM journal_subtrees");
  EXPECT_EQ(told(database()).size(), 1u);
}

TEST_P(DoctorTest, TellsASubtreeTooMany) {
  behind_the_back("INSERT INTO journal_subtrees (unit_id, level, position, hash) VALUES ('440118001', 8, 1, 'AAAA')");
  EXPECT_EQ(told(database()), (Texts{"doctor.subtree-surplus：存有 2 个日志哈希，应为 1 个"}));
}

TEST_P(DoctorTest, TellsAWrongFrontier) {
  std::string frontier = text("SELECT frontier FROM journal_heads");
  char& digit = frontier[frontier.rfind(' ') + 1];
  digit = digit == 'A' ? 'B' : 'A';
  behind_the_back("UPDATE journal_heads SET frontier = ?", {frontier});
  EXPECT_EQ(told(database()),
            (Texts{"doctor.frontier-differs #306：第 306 至 306 条日志与日志头不符：这些条目或日志头被改动过"}));
  behind_the_back("UPDATE journal_heads SET frontier = 'x'");
  EXPECT_EQ(told(database()), (Texts{"doctor.head-damaged：日志头读不懂"}));
}

TEST_P(DoctorTest, TellsForgedCheckpoints) {
  doctor::Options options;
  options.key = must(journal::PrivateKey::generate(journal::KeyKind::ed25519)).public_key();
  Texts all = told(database(), options);
  ASSERT_EQ(all.size(), 1u);
  EXPECT_TRUE(all[0].starts_with("doctor.checkpoint-signature #307：307 条处的检查点不是所给公钥签的")) << all[0];
  behind_the_back("UPDATE checkpoints SET note = 'x'");
  EXPECT_EQ(told(database()),
            (Texts{"doctor.checkpoint-damaged #307：307 条处的签名检查点读不懂，或不是本单位、本条数的"}));
}

TEST_P(DoctorTest, TellsAForgedDueDayAndMendsIt) {
  const std::int64_t right = integer("SELECT _due_answer FROM r_letters WHERE no = 'L1'");
  behind_the_back("UPDATE r_letters SET _due_answer = _due_answer + 30 WHERE no = 'L1'");
  EXPECT_EQ(told(database()),
            (Texts{"doctor.due-differs letters L1 #304：答复期限应为 2022-03-08，存的是 2022-04-07"}));
  expect_mended();
  EXPECT_EQ(integer("SELECT _due_answer FROM r_letters WHERE no = 'L1'"), right);
}

TEST_P(DoctorTest, TellsWhenACalendarIsMissingAndMendsWhenItCame) {
  const pack::Library without = load_clinic("");
  doctor::Options mend;
  mend.mend = true;
  const auto report = doctor::examine(database(), without, mend);
  ASSERT_TRUE(succeeded(report));
  Texts notes;
  for (const auto& note : report->notes) notes.push_back(note.message);
  EXPECT_EQ(notes, (Texts{"没有2022年的工作日历，301 条记录的期限算不出"}));
  EXPECT_EQ(report->mended, 301u);
  EXPECT_EQ(integer("SELECT COUNT(_due_answer) FROM r_letters"), 0);
  const auto again = doctor::examine(database(), clinic_library(), mend);
  ASSERT_TRUE(succeeded(again));
  EXPECT_EQ(again->mended, 301u);
  EXPECT_EQ(told(database()), Texts());
}

TEST_P(DoctorTest, TellsForgedStays) {
  behind_the_back("UPDATE stays SET until = NULL WHERE record = 'L1'");
  behind_the_back("UPDATE holders SET until = since WHERE record = 'L1'");
  behind_the_back("DELETE FROM stays WHERE record = 'I1'");
  behind_the_back(
      "INSERT INTO stays (unit_id, register, year, record, entry, state, since) VALUES ('440118001', "
      "'letters', 2022, 'X', 1, 'received', 1)");
  const Texts all = told(database());
  EXPECT_EQ(all, (Texts{"doctor.stays-differ letters I1 #2：流转记录有误：没有现在所处的环节",
                        "doctor.stays-differ letters L1 #304：流转记录有误：环节与记录的状态不同",
                        "doctor.stays-differ letters L1 #304：流转记录有误：同时处于几个环节",
                        "doctor.stays-of-nobody letters：1 段流转记录没有对应的记录"}));
}

TEST_P(DoctorTest, TellsWrongSketchesAndMendsThem) {
  behind_the_back("UPDATE likenesses SET record = 'I1' WHERE record = 'L1'");
  EXPECT_EQ(told(database()), (Texts{"doctor.sketches-differ letters：查找相近记录用的特征与记录不符"}));
  expect_mended();
}

TEST_P(DoctorTest, NotesDoubles) {
  const std::vector<ledger::CellText> cells[] = {
      {{"编号", "D1"}, {"标题", "关于加强安全生产工作的请示"}, {"收信日期", "2022-03-01"}, {"文号", "1号"}},
      {{"编号", "D2"}, {"标题", "关于加强安全生产工作的请示。"}, {"收信日期", "2022-03-02"}, {"文号", "1号"}}};
  ledger::Saving saving;
  saving.accept_doubles = true;
  for (const auto& one : cells) {
    must(ledger::Ledger(database(), clinic_library(), at("李登")).add(clinic_record("letters", ""), one, saving));
  }
  const auto report = doctor::examine(database(), clinic_library());
  ASSERT_TRUE(succeeded(report));
  EXPECT_TRUE(report->healthy());
  Texts notes;
  for (const auto& note : report->notes) notes.push_back(note.place.record + " " + note.message);
  EXPECT_EQ(notes,
            (Texts{" 2 条记录相同（文号重复）：1号", " 2 条相近（标题相近）：D1、D2，如“关于加强安全生产工作的请示”"}));
}

TEST_P(DoctorTest, NotesGapsInSequences) {
  struct Bulletin {
    const char *no, *kind, *serial, *day;
  };
  constexpr Bulletin all[] = {{"J1", "快报", "2", "2022-03-01"}, {"J2", "快报", "3", "2022-03-02"},
                              {"J3", "快报", "3", "2022-03-02"}, {"J4", "快报", "7", "2022-03-06"},
                              {"J5", "专报", "1", "2022-03-07"}, {"J6", "专报", "2", ""}};
  for (const Bulletin& one : all) {
    const std::vector<ledger::CellText> cells = {
        {"编号", one.no}, {"类别", one.kind}, {"期号", one.serial}, {"印发日期", one.day}};
    must(ledger::Ledger(database(), clinic_library(), at("李登")).add(clinic_record("bulletins", ""), cells));
  }
  const auto report = doctor::examine(database(), clinic_library());
  ASSERT_TRUE(succeeded(report));
  EXPECT_TRUE(report->healthy());
  Texts notes;
  for (const auto& note : report->notes) notes.push_back(note.place.register_id + " " + note.message);
  EXPECT_EQ(notes, (Texts{"bulletins 期号连续：快报缺 4 个，1、4至6",
                          "bulletins 天天有简报：缺 3 个，2022-03-03至2022-03-05"}));
}

TEST_P(DoctorTest, TellsAReferenceToNothing) {
  must(ledger::Ledger(database(), clinic_library(), at("李登"))
           .edit(clinic_record("replies", "R1"), std::vector<ledger::CellText>{{"来信", "I0"}}));
  behind_the_back("UPDATE r_replies SET letter = 'I999'");
  const Texts all = told(database());
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[1], "doctor.reference-missing replies R1：来信“I999”在“来信台账”里不存在");
}

TEST_P(DoctorTest, TellsBrokenFiles) {
  behind_the_back("UPDATE blob_pieces SET bytes = ? WHERE position = 1", {store::Cell::of_bytes("bbbbbbbbbc")});
  Texts all = told(database());
  ASSERT_EQ(all.size(), 1u);
  EXPECT_TRUE(all[0].starts_with("doctor.file-damaged")) << all[0];
  behind_the_back("DELETE FROM blob_pieces WHERE position = 0");
  EXPECT_NE(told(database())[0].find("现有 10 字节"), std::string::npos);
  behind_the_back("DELETE FROM blobs");
  all = told(database());
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0], "doctor.file-missing letters L1 #3：附件“来信.pdf”的文件不在库里，或大小不符");
  EXPECT_TRUE(all[1].starts_with("doctor.file-of-nobody")) << all[1];
}

TEST_P(DoctorTest, TellsAFileOfNobodyAndAnAttachmentWithoutEntry) {
  behind_the_back("UPDATE attachments SET entry = 999");
  EXPECT_EQ(told(database()),
            (Texts{"doctor.attachment-without-entry letters L1 #999：附件“来信.pdf”登记的日志条目不存在"}));
  behind_the_back("DELETE FROM attachments");
  const Texts all = told(database());
  ASSERT_EQ(all.size(), 1u);
  EXPECT_TRUE(all[0].starts_with("doctor.file-of-nobody")) << all[0];
}

TEST_P(DoctorTest, TellsAForgedFigureAndMendsIt) {
  behind_the_back("UPDATE figures SET value = '999' WHERE measure = 'letters.total'");
  EXPECT_EQ(told(database()), (Texts{"doctor.figure-differs：存的“来信数”（letters.total）与按记录重算的不同"}));
  expect_mended();
}

TEST_P(DoctorTest, TellsAChangedScorecard) {
  const std::string card = text("SELECT json FROM scorecards");
  std::string better = card;
  better.replace(better.find("95.00"), 5, "99.00");
  behind_the_back("UPDATE scorecards SET json = ?", {better});
  const Texts changed = {"doctor.scorecard-changed：封存的自评表（trial 1）被改动过，或不是这个单位和年度的"};
  EXPECT_EQ(told(database()), changed);
  behind_the_back("UPDATE scorecards SET json = ?, year = 2021", {card});
  EXPECT_EQ(told(database()), changed);
}

TEST_P(DoctorTest, TellsUnknownRolesAndOtherPacks) {
  const std::vector<ledger::CellText> cells = {{"person", "赵六"}, {"role", "皇帝"}};
  must(ledger::Ledger(database(), clinic_library(), at("李登")).add(clinic_record("assignments", ""), cells));
  behind_the_back("UPDATE packs SET sha256 = '00'");
  behind_the_back("INSERT INTO packs (pack_id, version, sha256, title) VALUES ('old', '1', '00', '旧')");
  EXPECT_EQ(told(database()), (Texts{"doctor.unknown-role assignments：赵六 的角色“皇帝”没有定义",
                                     "doctor.pack-differs：载入的定义包 clinic 与数据库登记的不同",
                                     "doctor.pack-absent：数据库登记有定义包 old，本次没有载入"}));
}

TEST_P(DoctorTest, CountsWhatItDoesNotTell) {
  behind_the_back("UPDATE r_letters SET title = '同'");
  doctor::Options options;
  options.limit = 2;
  const auto report = doctor::examine(database(), clinic_library(), options);
  ASSERT_TRUE(succeeded(report));
  EXPECT_EQ(report->ailments.size(), 2u);
  EXPECT_EQ(report->ailment_count, 302u);  // each row, and the sketches
}

}  // namespace
}  // namespace jiheng::testing
