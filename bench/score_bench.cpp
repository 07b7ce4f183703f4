// links: score
// Scores many units by a real rubric from figures in memory: exact item scores rounded to cents, and totals. Median of
// 5, for 30,000 and 300,000 units, on one and two threads.
//   score_bench [PACK]              (default: packs/guangzhou-2022)
//   score_bench PACK --csv FILE N   writes the figures of N units as CSV, for bench/score_compare.sh
#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <random>
#include <string>
#include <vector>

#include "measure/figures.h"
#include "pack/load.h"
#include "score/scorecard.h"

using namespace jiheng;
using expr::Value;

namespace {

// Figures as a year gives them: rates are quotients of sums of money, counts are small, some bases are 0.
class Generator {
 public:
  Value operator()(const pack::Measure& measure) {
    if (measure.type == expr::Type::money) return Value::of(Money::from_fen(upto(5'000'000'00)));
    if (measure.unit == "%") {
      const std::int64_t base = upto(200) == 0 ? 0 : 1'000'000'00 + upto(100'000'000'00);
      return base == 0 ? Value::no_base() : Value::of(Ratio::from_parts(upto(base + base / 50), base));
    }
    if (measure.unit == "分") return Value::of(Ratio::from_parts(upto(20'00), 100));
    return Value::of(Ratio(upto(8)));
  }

 private:
  std::int64_t upto(std::int64_t n) { return static_cast<std::int64_t>(random_() % static_cast<std::uint64_t>(n)); }
  std::mt19937_64 random_{20220101};
};

std::string csv_text(const Value& value) {
  switch (value.kind()) {
    case Value::Kind::number:
      return value.number().rounded(Decimal::max_scale, Rounding::half_up).normalized().to_string();
    case Value::Kind::money:
      return value.money().in(MoneyUnit::yuan).to_string();
    default:
      return "";  // no base
  }
}

int write_csv(const pack::Library& library, const score::Scorer& scorer, const char* path, std::size_t units) {
  std::ofstream out(path);
  for (const std::size_t input : scorer.inputs()) {
    std::string name = library.measures[input].id;
    std::replace(name.begin(), name.end(), '.', '_');
    out << (input == scorer.inputs().front() ? "" : ",") << name;
  }
  Generator figure;
  for (std::size_t unit = 0; unit < units; ++unit) {
    for (const std::size_t input : scorer.inputs()) {
      out << (input == scorer.inputs().front() ? "\n" : ",") << csv_text(figure(library.measures[input]));
    }
  }
  out << "\n";
  return out ? 0 : 1;
}

int run(const pack::Library& library, const pack::Rubric& rubric, const score::Scorer& scorer, std::size_t units) {
  std::vector<Value> figures;
  figures.reserve(units * scorer.inputs().size());
  Generator figure;
  for (std::size_t unit = 0; unit < units; ++unit) {
    for (const std::size_t input : scorer.inputs()) figures.push_back(figure(library.measures[input]));
  }
  std::vector<Decimal> scores(units * rubric.items.size()), totals(units);
  for (const int threads : {1, 2}) {
    std::array<double, 5> times{};
    for (double& time : times) {
      const auto start = std::chrono::steady_clock::now();
      const auto scored = scorer.score_many(figures, threads, scores, totals);
      time = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
      if (!scored) {
        std::fprintf(stderr, "%s\n", scored.error().message.c_str());
        return 1;
      }
    }
    std::sort(times.begin(), times.end());
    Decimal all;
    for (const Decimal& total : totals) all += total;
    std::printf("jiheng, exact      %7zu units x %zu items, %d thread%s  %8.1f ms   sum of totals %s\n", units,
                rubric.items.size(), threads, threads == 1 ? " " : "s", times[2], all.to_string().c_str());
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const std::filesystem::path directory = argc > 1 ? argv[1] : "packs/guangzhou-2022";
  const auto library = pack::load(directory);
  if (!library) {
    std::fputs(pack::to_string(library.error()).c_str(), stderr);
    return 1;
  }
  const pack::Rubric* rubric = library->find_rubric(directory.filename().string());
  if (rubric == nullptr) {
    std::fprintf(stderr, "%s has no rubric of its name\n", directory.c_str());
    return 1;
  }
  const score::Scorer scorer(*rubric, &library->calendar);
  if (argc == 5 && std::string(argv[2]) == "--csv") {
    return write_csv(*library, scorer, argv[3], static_cast<std::size_t>(std::atol(argv[4])));
  }
  for (const std::size_t units : {30'000, 300'000}) {
    if (const int failed = run(*library, *rubric, scorer, units)) return failed;
  }
  return 0;
}
