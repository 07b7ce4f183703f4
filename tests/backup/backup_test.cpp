// Backups are whole, move between the engines, and are refused when they are not what was written.
#include "backup/backup.h"

#include <zip.h>

#include "../doctor/clinic.h"
#include "store/tables.h"

namespace jiheng::testing {
namespace {

using Texts = std::vector<std::string>;
constexpr const char* made = "2022-03-02T00:00:00Z";

const journal::PrivateKey& key() {
  static const journal::PrivateKey key = must(journal::PrivateKey::generate(journal::KeyKind::ed25519));
  return key;
}

std::string code(const Status& status) {
  return status ? "" : status.error().code;
}
template <class T>
std::string code(const Result<T>& result) {
  return result ? "" : result.error().code;
}

std::string read_file(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// What the manifest says of the members: equal for equal contents, whatever the engine.
Texts contents(const backup::Manifest& manifest) {
  Texts out;
  for (const auto& member : manifest.members) {
    out.push_back(member.table.name + " " + std::to_string(member.rows) + " " + member.sha256);
  }
  return out;
}

class BackupTest : public ::testing::TestWithParam<Engine> {
 protected:
  void SetUp() override {
    if (!available(GetParam())) GTEST_SKIP() << "JIHENG_TEST_POSTGRES is not set";
    database_.emplace(GetParam());
    fill_clinic(**database_, key());
  }
  store::Database& database() { return **database_; }
  std::filesystem::path file(const std::string& name) const { return folder_.path() / name; }
  Texts names() const {
    Texts out;
    for (const auto& entry : std::filesystem::directory_iterator(folder_.path()))
      out.push_back(entry.path().filename());
    std::sort(out.begin(), out.end());
    return out;
  }

  TemporaryFolder folder_;
  std::optional<FreshDatabase> database_;
};
INSTANTIATE_TEST_SUITE_P(Engines, BackupTest, ::testing::Values(Engine::sqlite, Engine::postgresql));

TEST_P(BackupTest, APortableBackupIsRestoredIntoEitherEngine) {
  const auto written = backup::write_portable(database(), file("a.zip"), made);
  ASSERT_TRUE(succeeded(written));
  EXPECT_EQ(names(), Texts{"a.zip"});
  EXPECT_EQ(must(backup::form_of(file("a.zip"))), backup::Form::portable);
  EXPECT_EQ(written->made, made);
  ASSERT_EQ(written->packs.size(), 1u);
  EXPECT_EQ(written->packs[0].id, "clinic");
  for (const Engine engine : {Engine::sqlite, Engine::postgresql}) {
    if (!available(engine)) continue;
    FreshDatabase other(engine);
    ASSERT_TRUE(succeeded(backup::restore_portable(file("a.zip"), *other, clinic_library())));
    doctor::Options options;
    options.key = key().public_key();
    EXPECT_EQ(told(*other, options), Texts());
    // Everything is there: a backup of it says the same.
    const auto again = backup::write_portable(*other, file("b.zip"), made);
    ASSERT_TRUE(succeeded(again));
    EXPECT_EQ(contents(*again), contents(*written));
    EXPECT_EQ(must(backup::check_portable(file("b.zip"))).members.size(), written->members.size());
    std::filesystem::remove(file("b.zip"));
    // And it goes on as a database does.
    add_letter(*other, "L9", "恢复之后的第一件");
    EXPECT_EQ(told(*other), Texts());
  }
}

TEST_P(BackupTest, ABackupIsOnePicture) {
  // Another connection writes between any two rows; the backup knows nothing of it.
  const auto other = database_->another();
  int writes = 0;
  const auto written = backup::write_portable(database(), file("a.zip"), made, [&](std::uint64_t, std::uint64_t) {
    add_letter(*other, "W" + std::to_string(writes), "第" + std::to_string(writes) + "件备份时写入的来信");
    ++writes;
  });
  ASSERT_TRUE(succeeded(written));
  EXPECT_GT(writes, 0);
  FreshDatabase fresh(GetParam());
  ASSERT_TRUE(succeeded(backup::restore_portable(file("a.zip"), *fresh, clinic_library())));
  EXPECT_EQ(told(*fresh), Texts());
  EXPECT_EQ(must(fresh->integer("SELECT COUNT(*) FROM r_letters WHERE no LIKE 'W%'", {}, -1)), 0);
}

TEST_P(BackupTest, NothingIsWrittenOver) {
  folder_.write("a.zip", "mine");
  EXPECT_EQ(code(backup::write_portable(database(), file("a.zip"), made)), "backup.exists");
  EXPECT_EQ(read_file(file("a.zip")), "mine");
  EXPECT_EQ(code(backup::write_portable(database(), file("nowhere/a.zip"), made)), "backup.cannot-write");
  ASSERT_TRUE(succeeded(backup::write_portable(database(), file("b.zip"), made)));
  EXPECT_EQ(code(backup::restore_portable(file("b.zip"), database(), clinic_library())), "backup.not-empty");
  EXPECT_EQ(told(database()), Texts());
}

TEST_P(BackupTest, ACutOrAlteredBackupIsRefusedAndChangesNothing) {
  ASSERT_TRUE(succeeded(backup::write_portable(database(), file("a.zip"), made)));
  const std::string bytes = read_file(file("a.zip"));
  FreshDatabase fresh(GetParam());
  const auto refused = [&](const std::string& changed, const std::string& what) {
    folder_.write("b.zip", changed);
    EXPECT_EQ(code(backup::restore_portable(file("b.zip"), *fresh, clinic_library())), "backup.damaged") << what;
  };
  for (const std::size_t part : {1, 3, 5, 7, 9}) refused(bytes.substr(0, bytes.size() * part / 10), "cut");
  // A byte that nobody reads (a member's time) may change; what is taken is then what was written.
  const Texts right = contents(must(backup::check_portable(file("a.zip"))));
  int refusals = 0;
  for (std::size_t at = 200; at < bytes.size(); at += bytes.size() / 40) {
    std::string changed = bytes;
    changed[at] = static_cast<char>(changed[at] ^ 0x20);
    folder_.write("b.zip", changed);
    const auto checked = backup::check_portable(file("b.zip"));
    if (checked) {
      EXPECT_EQ(contents(*checked), right) << "byte " << at;
    } else {
      EXPECT_EQ(checked.error().code, "backup.damaged");
      ++refusals;
    }
  }
  EXPECT_GT(refusals, 20);
  EXPECT_TRUE(must(store::tables_of(*fresh)).empty());
}

// Packed again by somebody, with a row more: the manifest does not know it.
TEST_P(BackupTest, AMemberPackedAnewIsRefused) {
  ASSERT_TRUE(succeeded(backup::write_portable(database(), file("a.zip"), made)));
  const std::string line = R"(["440118001",2022,"R2","L1",306])"
                           "\n";
  zip_t* archive = zip_open(file("a.zip").c_str(), 0, nullptr);
  ASSERT_NE(archive, nullptr);
  const zip_int64_t index = zip_name_locate(archive, "tables/r_replies.ndjson", 0);
  ASSERT_GE(index, 0);
  zip_source_t* source = zip_source_buffer(archive, line.data(), line.size(), 0);
  ASSERT_EQ(zip_file_replace(archive, static_cast<zip_uint64_t>(index), source, 0), 0);
  ASSERT_EQ(zip_close(archive), 0);
  const auto checked = backup::check_portable(file("a.zip"));
  ASSERT_EQ(code(checked), "backup.damaged");
  EXPECT_EQ(checked.error().message, "备份已损坏或被改动过（tables/r_replies.ndjson），没有恢复任何数据");
}

TEST_P(BackupTest, WhatThePacksOfNowHaveNoPlaceForIsRefused) {
  ASSERT_TRUE(succeeded(backup::write_portable(database(), file("a.zip"), made)));
  FreshDatabase fresh(GetParam());
  const auto refused = backup::restore_portable(file("a.zip"), *fresh, flow_library());
  ASSERT_EQ(code(refused), "backup.no-place");
  EXPECT_NE(refused.error().message.find("r_replies"), std::string::npos);
  EXPECT_EQ(must(fresh->integer("SELECT COUNT(*) FROM journal", {}, -1)), 0);
}

TEST(BackupFormatTest, LinesComeBackAsTheyWere) {
  const store::Table table{
      "t", {{"a", store::Cell::Kind::text}, {"b", store::Cell::Kind::integer}, {"c", store::Cell::Kind::bytes}}, {"a"}};
  const std::string bytes("\0\n\xff", 3);
  const store::Cell cells[] = {"一\"\n\\", std::int64_t{-9'000'000'000'000'000'000}, store::Cell::of_bytes(bytes)};
  std::string line;
  backup::append_line(line, cells);
  EXPECT_EQ(line, "[\"一\\\"\\n\\\\\",-9000000000000000000,\"AAr/\"]\n");
  Texts texts;
  std::vector<store::Cell> back;
  line.pop_back();
  ASSERT_TRUE(succeeded(backup::parse_line(table, line, texts, back)));
  EXPECT_EQ(back[0].text(), cells[0].text());
  EXPECT_EQ(back[1].integer(), cells[1].integer());
  EXPECT_EQ(back[2].text(), bytes);
  for (const char* bad : {"", "{}", "[]", "[1,2,\"\"]", "[\"a\",\"2\",\"\"]", "[\"a\",2.5,\"\"]", "[\"a\",2,\"*\"]",
                          "[\"a\",2,\"\"", "[\"a\",2,\"\",4]", "[\"a\",99999999999999999999,\"\"]"}) {
    EXPECT_EQ(code(backup::parse_line(table, bad, texts, back)), "backup.damaged") << bad;
  }
}

TEST(BackupFormatTest, ManifestsOfOthersAreRefused) {
  backup::Manifest manifest;
  manifest.made = made;
  manifest.schema_version = 2;
  manifest.packs.push_back({"base", "1", "00"});
  manifest.members.push_back({{"t", {{"a", store::Cell::Kind::text}}, {"a"}}, 1, 5, "00"});
  const std::string text = backup::to_text(manifest);
  EXPECT_EQ(backup::to_text(must(backup::parse_manifest(text))), text);
  const auto changed = [&](std::string_view from, std::string_view to) {
    std::string other = text;
    other.replace(other.find(from), from.size(), to);
    return code(backup::parse_manifest(other));
  };
  EXPECT_EQ(changed("jiheng-backup/1", "jiheng-backup/9"), "backup.other-format");
  EXPECT_EQ(changed("\"t\"", "\"../t\""), "backup.damaged");
  EXPECT_EQ(changed("\"text\"", "\"float\""), "backup.damaged");
  EXPECT_EQ(changed("\"rows\":1", "\"rows\":-1"), "backup.damaged");
  EXPECT_EQ(code(backup::parse_manifest("{}")), "backup.damaged");
}

class SqliteBackupTest : public ::testing::Test {
 protected:
  void SetUp() override { fill_clinic(*database_, key()); }
  TemporaryFolder folder_;
  FreshDatabase database_{Engine::sqlite};
  const std::filesystem::path file_ = folder_.path() / "a.db";
};

TEST_F(SqliteBackupTest, ACopyIsADatabaseAndIsRestored) {
  bool looked = false;
  const Status copied = backup::copy_sqlite(database_.location(), file_, [&](store::Database& copy) -> Status {
    looked = told(copy) == Texts();
    return {};
  });
  ASSERT_TRUE(succeeded(copied));
  EXPECT_TRUE(looked);
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder_.path()), {}), 1);
  EXPECT_EQ(must(backup::form_of(file_)), backup::Form::sqlite);
  EXPECT_EQ(code(backup::copy_sqlite(database_.location(), file_)), "backup.exists");
  EXPECT_EQ(code(backup::restore_sqlite(file_, database_.location(), clinic_library())), "backup.not-empty");
  const std::string other = "sqlite:" + (folder_.path() / "b.db").string();
  ASSERT_TRUE(succeeded(backup::restore_sqlite(file_, other, clinic_library())));
  EXPECT_EQ(told(*opened(other)), Texts());
  EXPECT_EQ(code(backup::restore_sqlite(file_, "postgresql://x", clinic_library())), "backup.sqlite-into-postgresql");
}

TEST_F(SqliteBackupTest, ACopyIsMadeWhileOthersWrite) {
  const auto other = database_.another();
  int writes = 0;
  const Status copied = backup::copy_sqlite(database_.location(), file_, {}, [&](std::uint64_t, std::uint64_t) {
    add_letter(*other, "W" + std::to_string(writes), "第" + std::to_string(writes) + "件备份时写入的来信");
    ++writes;
  });
  ASSERT_TRUE(succeeded(copied));
  EXPECT_GT(writes, 0);
  const auto copy = opened("sqlite:" + file_.string());
  EXPECT_EQ(told(*copy), Texts());
  EXPECT_EQ(must(copy->integer("SELECT COUNT(*) FROM r_letters WHERE no LIKE 'W%'", {}, -1)), 0);
}

TEST_F(SqliteBackupTest, ADamagedCopyIsRefused) {
  ASSERT_TRUE(succeeded(backup::copy_sqlite(database_.location(), file_)));
  const std::string other = "sqlite:" + (folder_.path() / "b.db").string();
  std::filesystem::resize_file(file_, std::filesystem::file_size(file_) / 2);
  const std::string refused = code(backup::restore_sqlite(file_, other, clinic_library()));
  EXPECT_TRUE(refused == "backup.damaged" || refused == "store.not-a-database") << refused;
  EXPECT_FALSE(std::filesystem::exists(folder_.path() / "b.db"));
  EXPECT_EQ(code(backup::form_of(folder_.write("c.txt", "编号,金额,摘要,日期,收款人\n"))), "backup.not-a-backup");
  EXPECT_EQ(code(backup::form_of(folder_.path() / "none")), "backup.no-file");
}

}  // namespace
}  // namespace jiheng::testing
