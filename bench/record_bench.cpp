// links: ledger reading store journal pack expr base
//
// A person's day with a full register (docs/speed.md), against an imported database of sample payments:
//   record_bench write DB PACKS UNIT YEAR COUNT   adds COUNT records to register payments, each its own transaction
//   with
//                                                 journal and dirty mark; prints p50, p99 and the longest, in µs
//   record_bench raw FILE COUNT                   the same number of one-row transactions by SQLite alone, fsync on
//   record_bench list DB PACKS UNIT YEAR          pages of 50: by key, by indexed and other fields, filtered
#include <sqlite3.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <string>
#include <vector>

#include "ledger/ledger.h"
#include "ledger/listing.h"
#include "pack/load.h"
#include "store/schema.h"

using namespace jiheng;

namespace {

int complain(const Error& error) {
  std::fprintf(stderr, "%s: %s (%s)\n", error.code.c_str(), error.message.c_str(), error.detail.c_str());
  return 1;
}

template <class Do>
long long microseconds(const Do& what) {
  const auto start = std::chrono::steady_clock::now();
  what();
  return std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - start).count();
}

void print_percentiles(std::vector<long long> times) {
  std::sort(times.begin(), times.end());
  std::printf("%zu writes: p50 %lld µs, p99 %lld µs, longest %lld µs\n", times.size(), times[times.size() / 2],
              times[times.size() * 99 / 100], times.back());
}

int write(store::Database& database, const pack::Library& library, const std::string& unit, int year, int count) {
  const ledger::RecordName name{library.find_register("payments"), unit, year, ""};
  std::vector<long long> times;
  for (int i = 0; i < count; ++i) {
    const std::vector<ledger::CellText> cells = {
        {"voucher_no", "BENCH" + std::to_string(std::time(nullptr)) + "-" + std::to_string(i)},
        {"paid_on", std::to_string(year) + "-06-15"},
        {"amount", "123.45"},
        {"nature", "基本支出"},
        {"category", "公用经费"},
        {"payee", "某某公司"},
        {"summary", "办公用品"}};
    Result<ledger::Outcome> added;
    times.push_back(
        microseconds([&] { added = ledger::Ledger(database, library, ledger::act_now("bench")).add(name, cells); }));
    if (!added) return complain(added.error());
    if (!added->saved) {
      for (const auto& error : added->errors) std::fprintf(stderr, "%s\n", to_string(error).c_str());
      return 1;
    }
  }
  print_percentiles(std::move(times));
  return 0;
}

int raw(const char* file, int count) {
  sqlite3* handle = nullptr;
  if (sqlite3_open(file, &handle) != SQLITE_OK) return 1;
  const auto run = [&](const char* sql) { return sqlite3_exec(handle, sql, nullptr, nullptr, nullptr) == SQLITE_OK; };
  if (!run("PRAGMA journal_mode = WAL") || !run("PRAGMA synchronous = FULL") ||
      !run("CREATE TABLE IF NOT EXISTS bench (a TEXT, b INTEGER)")) {
    return 1;
  }
  std::vector<long long> times;
  for (int i = 0; i < count; ++i) {
    bool done = true;
    times.push_back(microseconds([&] { done = run("INSERT INTO bench VALUES ('some words of a record', 1)"); }));
    if (!done) return 1;
  }
  sqlite3_close(handle);
  print_percentiles(std::move(times));
  return 0;
}

int list(store::Database& database, const pack::Library& library, const std::string& unit, int year) {
  const pack::Register& definition = *library.find_register("payments");
  struct Way {
    const char* name;
    const char* sort;
    const char* where;
    bool descending;
  };
  constexpr Way ways[] = {{"by key", "", "", false},
                          {"latest first", "paid_on", "", true},
                          {"by amount, not indexed", "amount", "", true},
                          {"filtered by choice, by date", "paid_on", "category == '人员经费'", false},
                          {"filtered by amount, by date", "paid_on", "amount > yuan(90000)", true},
                          {"filtered by text, by date", "paid_on", "summary.contains('培训费')", false}};
  for (const Way& way : ways) {
    ledger::ListQuery query;
    query.definition = &definition;
    query.unit_id = unit;
    query.year = year;
    query.sort = way.sort;
    query.descending = way.descending;
    if (*way.where) {
      auto compiled = expr::Expression::compile(way.where, definition.scope, expr::Type::boolean);
      if (!compiled) return 1;
      query.where = std::move(*compiled);
    }
    std::vector<long long> times;
    std::size_t rows = 0;
    for (int page = 0; page < 200; ++page) {
      Result<ledger::Page> found;
      times.push_back(microseconds([&] { found = ledger::list_records(database, library, query); }));
      if (!found) return complain(found.error());
      rows += found->rows.size();
      query.after = found->next;
      if (found->next.empty()) break;
    }
    std::sort(times.begin(), times.end());
    std::printf("%-30s %zu pages, %zu rows: p50 %lld µs, longest %lld µs\n", way.name, times.size(), rows,
                times[times.size() / 2], times.back());
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string what = argc > 1 ? argv[1] : "";
  if (what == "raw" && argc == 4) return raw(argv[2], std::stoi(argv[3]));
  if ((what != "write" || argc != 7) && (what != "list" || argc != 6)) {
    std::fprintf(stderr, "usage: see the head of bench/record_bench.cpp\n");
    return 2;
  }
  auto library = pack::load(argv[3]);
  if (!library) return 1;
  auto database = store::Database::open(argv[2], store::Opening::existing);
  if (!database) return complain(database.error());
  if (const Status ready = store::require_initialised(**database, *library); !ready) return complain(ready.error());
  const int year = std::stoi(argv[5]);
  return what == "write" ? write(**database, *library, argv[4], year, std::stoi(argv[6]))
                         : list(**database, *library, argv[4], year);
}
