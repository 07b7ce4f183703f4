// A process is killed at moments drawn at random: nothing it reported as done is lost, nothing is half done, and the
// doctor finds the database sound. JIHENG_CRASH_ROUNDS sets how often (5), JIHENG_CRASH_SEED where the draws begin.
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <random>
#include <set>
#include <thread>

#include "backup/backup.h"
#include "clinic.h"

namespace jiheng::testing {
namespace {

using Texts = std::vector<std::string>;

int from_environment(const char* name, int otherwise) {
  const char* text = std::getenv(name);
  return text && *text ? std::atoi(text) : otherwise;
}

class CrashTest : public ::testing::TestWithParam<Engine> {
 protected:
  void SetUp() override {
    if (!available(GetParam())) GTEST_SKIP() << "JIHENG_TEST_POSTGRES is not set";
    database_.emplace(GetParam());
  }

  static int rounds() { return from_environment("JIHENG_CRASH_ROUNDS", 5); }

  // Runs `work` in a child process, which gets the writing end of a pipe, and kills it `wait` after its first line
  // came. The whole lines it wrote.
  template <class Work>
  Texts kill_amid(std::chrono::microseconds wait, const Work& work) {
    int ends[2];
    if (pipe(ends) != 0) throw std::runtime_error("pipe");
    const pid_t child = fork();
    if (child == 0) {
      close(ends[0]);
      try {
        work(ends[1]);
      } catch (const std::exception& error) {
        report(ends[1], std::string("failed ") + error.what());
        _exit(1);
      }
      _exit(0);
    }
    close(ends[1]);
    std::string text(1, '\0');
    if (read(ends[0], text.data(), 1) != 1) text.clear();
    std::thread killer([&] {
      std::this_thread::sleep_for(wait);
      kill(child, SIGKILL);
    });
    char buffer[4096];
    for (ssize_t n; (n = read(ends[0], buffer, sizeof buffer)) > 0;) text.append(buffer, static_cast<std::size_t>(n));
    killer.join();
    close(ends[0]);
    int status = 0;
    waitpid(child, &status, 0);
    Texts lines;
    for (std::size_t begin = 0, end; (end = text.find('\n', begin)) != text.npos; begin = end + 1) {
      lines.push_back(text.substr(begin, end - begin));
    }
    return lines;
  }
  static void report(int pipe, const std::string& line) {
    const std::string whole = line + "\n";
    if (write(pipe, whole.data(), whole.size()) != static_cast<ssize_t>(whole.size())) _exit(2);
  }

  std::chrono::microseconds draw(int most_milliseconds) {
    return std::chrono::microseconds(std::uniform_int_distribution<>(0, most_milliseconds * 1000)(random_));
  }
  // What a server may still be doing for the killed process is over when a writer gets its turn.
  void settle() {
    auto transaction = must(store::Transaction::start(**database_));
    must(transaction.commit());
  }

  std::mt19937 random_{static_cast<unsigned>(from_environment("JIHENG_CRASH_SEED", 2022))};
  std::optional<FreshDatabase> database_;
};
INSTANTIATE_TEST_SUITE_P(Engines, CrashTest, ::testing::Values(Engine::sqlite, Engine::postgresql));

TEST_P(CrashTest, NothingAcknowledgedIsLostWhenAWriterIsKilled) {
  must(store::initialise(**database_, clinic_library()));
  ledger::Ledger clerk(**database_, clinic_library(), at("李登"));
  must(clerk.add(clinic_record("assignments", ""),
                 std::vector<ledger::CellText>{{"person", "李登"}, {"role", "registrar"}}));
  std::size_t acknowledged = 0;
  for (int round = 0; round < rounds(); ++round) {
    const std::string prefix = "C" + std::to_string(round) + "-";
    const Texts lines = kill_amid(draw(150), [&](int pipe) {
      const auto own = opened(database_->location());
      ledger::Ledger writer(*own, clinic_library(), at("李登"));
      ledger::Moving moving;
      moving.to = {"张三"};
      for (int i = 0;; ++i) {
        const std::string key = prefix + std::to_string(i);
        add_letter(*own, key, "第" + key + "件");
        report(pipe, key + " received");
        must(writer.move(clinic_record("letters", key), "登记交办", moving));
        report(pipe, key + " handling");
      }
    });
    settle();
    std::map<std::string, std::string> last;
    for (const std::string& line : lines) {
      const auto space = line.find(' ');
      last[line.substr(0, space)] = line.substr(space + 1);
    }
    ASSERT_FALSE(last.contains("failed")) << last["failed"];
    for (const auto& [key, state] : last) {
      const store::Cell cell = key;
      std::string found;
      must((*database_)
               ->query("SELECT _state FROM r_letters WHERE no = ?", std::span(&cell, 1),
                       [&](const store::Row& row) -> Status {
                         found = row.text(0);
                         return {};
                       }));
      // The last one may have been done and not yet reported.
      EXPECT_TRUE(found == state || (state == "received" && found == "handling")) << key << " " << found;
    }
    acknowledged += last.size();
    EXPECT_EQ(told(**database_), Texts()) << "round " << round;
  }
  EXPECT_GT(acknowledged, 0u);
}

TEST_P(CrashTest, AKilledImportIsWholeOrNothing) {
  must(store::initialise(**database_, clinic_library()));
  constexpr int rows = 3000;
  TemporaryFolder folder;
  const auto file = folder.write("letters.csv", letters_csv(rows));
  ledger::ImportOptions options;
  options.unit_id = clinic_unit;
  options.year = 2022;
  options.replace = true;
  options.act = at("李登");
  bool imported = false;
  for (int round = 0; round < rounds(); ++round) {
    const Texts lines = kill_amid(draw(400), [&](int pipe) {
      const auto own = opened(database_->location());
      report(pipe, "begins");
      if (must(ledger::import_files(*own, clinic_library(), {{file, "letters"}}, options)).committed()) {
        report(pipe, "done");
      }
      pause();
    });
    settle();
    ASSERT_FALSE(lines.empty());
    const std::int64_t found = must((*database_)->integer("SELECT COUNT(*) FROM r_letters", {}, -1));
    // A commit that was killed before it was reported counts too; what is in once stays in.
    imported = imported || lines.back() == "done" || found == rows;
    EXPECT_EQ(found, imported ? rows : 0);
    EXPECT_EQ(told(**database_), Texts()) << "round " << round;
  }
}

// The flow pack's database becomes the clinic's: a register more, made while somebody pulls the plug.
TEST_P(CrashTest, AKilledMigrationIsWholeOrNothing) {
  must(store::initialise(**database_, flow_library()));
  for (int round = 0; round < rounds(); ++round) {
    const pack::Library& wanted = round % 2 == 0 ? clinic_library() : flow_library();
    const Texts lines = kill_amid(draw(30), [&](int pipe) {
      const auto own = opened(database_->location());
      report(pipe, "begins");
      must(store::initialise(*own, wanted));
      report(pipe, "done");
      pause();
    });
    settle();
    ASSERT_FALSE(lines.empty());
    if (lines.back() == "done") {
      EXPECT_TRUE(succeeded(store::require_initialised(**database_, wanted)));
    }
  }
  must(store::initialise(**database_, clinic_library()));
  add_letter(**database_, "L1", "迁移之后的第一件");
  must(measure::Figures::read(**database_, clinic_library(), clinic_unit, 2022));
  EXPECT_EQ(told(**database_), Texts());
}

TEST_P(CrashTest, AKilledBackupLeavesNoFileOfItsName) {
  fill_clinic(**database_, must(journal::PrivateKey::generate(journal::KeyKind::ed25519)));
  TemporaryFolder folder;
  for (int round = 0; round < rounds(); ++round) {
    const auto file = folder.path() / ("backup" + std::to_string(round));
    const Texts lines = kill_amid(draw(80), [&](int pipe) {
      const auto own = opened(database_->location());
      report(pipe, "begins");
      if (GetParam() == Engine::sqlite && round % 2 == 0) {
        must(backup::copy_sqlite(database_->location(), file));
      } else {
        must(backup::write_portable(*own, file, "2022-03-02T00:00:00Z"));
      }
      report(pipe, "done");
      pause();
    });
    ASSERT_FALSE(lines.empty());
    EXPECT_TRUE(lines.back() == "done" || lines.back() == "begins") << lines.back();
    if (lines.back() == "done") {
      EXPECT_TRUE(std::filesystem::exists(file));
    }
    if (!std::filesystem::exists(file)) continue;
    // Of its name, so whole.
    if (must(backup::form_of(file)) == backup::Form::portable) {
      EXPECT_TRUE(succeeded(backup::check_portable(file)));
    } else {
      EXPECT_EQ(told(*opened("sqlite:" + file.string())), Texts());
    }
  }
  EXPECT_EQ(told(**database_), Texts());
}

}  // namespace
}  // namespace jiheng::testing
