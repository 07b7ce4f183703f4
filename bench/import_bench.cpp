// links: ledger sheet reading store journal pack expr base
//
// The parts of bench/import_compare.sh:
//   import_bench generate FILE ROWS        a file of sample payments
//   import_bench init DB PACKS             an initialised database (DB: sqlite:… or postgresql://…)
//   import_bench import DB PACKS FILE      imports register payments; prints seconds and peak memory
//   import_bench parse PACKS FILE          the reading thread alone: decode, parse, validate, no database
//   import_bench measure COMMAND…          runs a command; prints wall ms, CPU ms and peak MB of it, its output dropped

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <string>
#include <vector>

#include "ledger/import.h"
#include "ledger/record_source.h"
#include "ledger/row_parser.h"
#include "ledger/sample_payments.h"
#include "pack/load.h"
#include "reading/encoding.h"
#include "store/schema.h"

using namespace jiheng;

namespace {

int complain(const Error& error) {
  std::fprintf(stderr, "%s: %s (%s)\n", error.code.c_str(), error.message.c_str(), error.detail.c_str());
  return 1;
}

long peak_megabytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss / 1024;
}

class Stopwatch {
 public:
  long long milliseconds() const {
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - start_).count();
  }

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

class CountingSink final : public ledger::RowSink {
 public:
  ledger::Arena& arena() override { return arena_; }
  bool wants_errors() const override { return true; }
  void error(ledger::RowError error) override { std::fprintf(stderr, "%s\n", to_string(error).c_str()); }
  void uncounted_error() override {}
  bool row(const ledger::ParsedRow&) override {
    if (arena_.used() > (std::size_t{1} << 20)) arena_.clear();
    return true;
  }

 private:
  ledger::Arena arena_;
};

int import(const std::string& location, const pack::Library& library, const std::string& file) {
  auto database = store::Database::open(location);
  if (!database) return complain(database.error());
  const Stopwatch watch;
  const auto outcome = ledger::import_files(**database, library, {{file, "payments"}}, {});
  if (!outcome) return complain(outcome.error());
  for (const auto& error : outcome->errors) std::fprintf(stderr, "%s\n", to_string(error).c_str());
  std::printf("%llu rows %lld ms %ld MB\n", static_cast<unsigned long long>(outcome->rows), watch.milliseconds(),
              peak_megabytes());
  return outcome->committed() ? 0 : 1;
}

int parse(const pack::Library& library, const std::string& path) {
  const Stopwatch watch;
  auto bytes = reading::open_file(path);
  if (!bytes) return complain(bytes.error());
  const auto detected = reading::detect_encoding(**bytes);
  if (!detected) return complain(detected.error());
  std::printf("encoding %s %lld ms\n", std::string(title(detected->encoding)).c_str(), watch.milliseconds());
  const Stopwatch second;
  CountingSink sink;
  const ledger::ImportOptions options;
  ledger::RowParser parser(*library.find_register("payments"), library, options, path, sink);
  const auto source = ledger::text_source(std::move(*bytes), detected->encoding);
  if (const Status status = source->read(parser); !status) return complain(status.error());
  parser.finish();
  std::printf("%llu rows parsed and validated %lld ms %ld MB\n", static_cast<unsigned long long>(parser.rows()),
              second.milliseconds(), peak_megabytes());
  return 0;
}

int measure(char** command) {
  const Stopwatch watch;
  const pid_t child = fork();
  if (child == 0) {
    dup2(open("/dev/null", O_WRONLY | O_CLOEXEC), STDOUT_FILENO);
    execvp(command[0], command);
    _exit(127);
  }
  int status = 0;
  rusage usage{};
  if (child < 0 || wait4(child, &status, 0, &usage) != child) return 1;
  const auto milliseconds = [](const timeval& time) { return time.tv_sec * 1000 + time.tv_usec / 1000; };
  std::printf("%lld %lld %ld\n", watch.milliseconds(),
              static_cast<long long>(milliseconds(usage.ru_utime) + milliseconds(usage.ru_stime)),
              usage.ru_maxrss / 1024);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}

}  // namespace

int main(int count, char** values) {
  const std::vector<std::string> arguments(values + 1, values + count);
  const auto is = [&](std::string_view name, std::size_t size) {
    return arguments.size() == size && arguments[0] == name;
  };
  if (arguments.size() > 1 && arguments[0] == "measure") return measure(values + 2);
  if (is("generate", 3)) {
    const Status written = ledger::write_sample_payments(arguments[1], std::stoull(arguments[2]), 1);
    return written ? 0 : complain(written.error());
  }
  if (!is("init", 3) && !is("import", 4) && !is("parse", 3)) {
    std::fprintf(stderr, "see the head of bench/import_bench.cpp\n");
    return 2;
  }
  const auto library = pack::load(is("parse", 3) ? arguments[1] : arguments[2]);
  if (!library) {
    std::fprintf(stderr, "%s\n", pack::to_string(library.error()).c_str());
    return 1;
  }
  if (is("parse", 3)) return parse(*library, arguments[2]);
  if (is("import", 4)) return import(arguments[1], *library, arguments[3]);
  auto database = store::Database::open(arguments[1]);
  if (!database) return complain(database.error());
  const Status initialised = store::initialise(**database, *library);
  return initialised ? 0 : complain(initialised.error());
}
