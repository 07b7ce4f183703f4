// links: base pack store
// 1,000,000 payment rows × 10 columns through BulkInsert against `sqlite3 .import` of the same rows from CSV into an
// equal empty table, indexes and all. BulkInsert reads the rows from the same CSV (cut at commas, integers parsed), so
// that both do the same work. Every run gets a new database; the order alternates; the median of 5 is shown, with the
// peak memory of one BulkInsert run in a process of its own.
//
//   store_bulk_bench [ROWS [DIRECTORY [POSTGRESQL-LOCATION]]]      the location names an empty database to fill
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

#include "pack/model.h"
#include "store/database.h"
#include "store/schema.h"

namespace {

using namespace jiheng;
using enum pack::FieldType;

pack::Library payments() {
  pack::Register definition;
  definition.id = "payments";
  const std::pair<const char*, pack::FieldType> fields[] = {
      {"voucher_no", text}, {"paid_on", date}, {"amount", money},  {"nature", choice},
      {"summary", text},    {"payee", text},   {"division", text}, {"official", boolean},
  };
  for (const auto& [id, type] : fields) {
    pack::Field field;
    field.id = id;
    field.type = type;
    definition.fields.push_back(field);
  }
  definition.key = {0};
  definition.indexes = {{1}, {3, 1}};
  pack::Library library;
  library.registers.push_back(definition);
  return library;
}

[[noreturn]] void stop(const Error& error) {
  std::cerr << error.code << ": " << error.message << " [" << error.detail << "]\n";
  std::exit(1);
}
template <class T>
T must(Result<T> result) {
  if (!result) stop(result.error());
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

void write_csv(const std::string& file, int rows) {
  std::ofstream out(file, std::ios::binary);
  std::uint64_t state = 20220101;
  const auto random = [&](std::uint64_t below) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (state >> 33) % below;
  };
  char line[400];
  for (int i = 0; i < rows; ++i) {
    const int n = std::snprintf(
        line, sizeof line,
        "440118001,2022,PZ%09d,%d,%d,%s,支付办公用品及设备维修维护等费用第%d笔,增城区某某服务有限公司%d,综合科%d,%d\n",
        i, 18993 + static_cast<int>(random(365)), 100 + static_cast<int>(random(100'000'000)),
        random(3) == 0 ? "项目支出" : "基本支出", i, static_cast<int>(random(500)), static_cast<int>(random(9)),
        static_cast<int>(random(2)));
    out.write(line, n);
  }
}

void bulk(const std::string& location, const std::string& csv) {
  const auto database = must(store::Database::open(location));
  const pack::Library library = payments();
  must(store::initialise(*database, library));
  const pack::Register& definition = library.registers[0];
  const std::vector<std::string> columns = store::columns(definition);
  const std::vector<std::string> key = store::key_columns(definition);
  store::Transaction transaction = must(store::Transaction::start(*database));
  const auto inserter = must(database->bulk_insert(definition.table(), columns, key, 1000));
  const bool is_integer[] = {false, true, false, true, true, false, false, false, false, true};
  std::ifstream in(csv, std::ios::binary);
  std::string line;
  std::vector<store::Cell> row(columns.size());
  while (std::getline(in, line)) {
    const char* at = line.data();
    const char* const end = at + line.size();
    for (std::size_t i = 0; i < row.size(); ++i) {
      const char* stop_at = std::find(at, end, ',');
      if (is_integer[i]) {
        std::int64_t value = 0;
        std::from_chars(at, stop_at, value);
        row[i] = value;
      } else {
        row[i] = std::string_view(at, static_cast<std::size_t>(stop_at - at));
      }
      at = stop_at + 1;
    }
    must(inserter->add(row));
  }
  const store::BulkOutcome outcome = must(inserter->finish());
  must(transaction.commit());
  if (outcome.conflict_count != 0) std::exit(1);
}

void remove_database(const std::string& file) {
  for (const char* suffix : {"", "-wal", "-shm"}) std::filesystem::remove(file + suffix);
}

struct Run {
  double seconds;
  long peak_kilobytes;
};

// In a child process, so that its memory is its own.
template <class F>
Run timed(F&& work) {
  const auto before = std::chrono::steady_clock::now();
  const pid_t child = fork();
  if (child == 0) {
    work();
    std::exit(0);
  }
  int status = 0;
  rusage usage{};
  wait4(child, &status, 0, &usage);
  if (status != 0) std::exit(1);
  return {std::chrono::duration<double>(std::chrono::steady_clock::now() - before).count(), usage.ru_maxrss};
}

Run median(std::vector<Run> runs) {
  std::sort(runs.begin(), runs.end(), [](const Run& a, const Run& b) { return a.seconds < b.seconds; });
  return runs[runs.size() / 2];
}

void print(const char* name, const Run& run, int rows) {
  std::printf("%-24s %7.2f s  %9.0f rows/s  %6.0f MB peak\n", name, run.seconds, rows / run.seconds,
              static_cast<double>(run.peak_kilobytes) / 1024);
}

}  // namespace

int main(int count, char** arguments) {
  const int rows = count > 1 ? std::atoi(arguments[1]) : 1'000'000;
  const std::string directory = count > 2 ? arguments[2] : std::filesystem::temp_directory_path().string();
  const std::string csv = directory + "/store_bulk.csv";
  const std::string file = directory + "/store_bulk.db";
  write_csv(csv, rows);
  if (count > 3) {
    print("postgresql BulkInsert", timed([&] { bulk(arguments[3], csv); }), rows);
    std::filesystem::remove(csv);
    return 0;
  }
  std::vector<Run> ours, theirs;
  for (int i = 0; i < 5; ++i) {
    remove_database(file);
    ours.push_back(timed([&] { bulk("sqlite:" + file, csv); }));
    remove_database(file);
    // The empty table is made before the clock starts.
    timed([&] { must(store::initialise(*must(store::Database::open("sqlite:" + file)), payments())); });
    const std::string import = ".import " + csv + " r_payments";
    theirs.push_back(timed([&] { execlp("sqlite3", "sqlite3", "-csv", file.c_str(), import.c_str(), nullptr); }));
  }
  print("sqlite BulkInsert", median(ours), rows);
  print("sqlite3 .import", median(theirs), rows);
  std::printf("database %ju bytes\n", static_cast<std::uintmax_t>(std::filesystem::file_size(file)));
  remove_database(file);
  std::filesystem::remove(csv);
}
