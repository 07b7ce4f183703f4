// links: base pack reading audit/language audit/rules audit
//
// Reports audited a second. The reports are generated: 5,000 characters each in the sections of the genre, every figure
// and most sentences their own, the same in every run.
//
//   audit_bench PACKS --write FOLDER COUNT [shared]   write them as files (for audit_compare.sh)
//   audit_bench PACKS --audit FOLDER THREADS          read, analyse, test by all rules, compare: median of 5, peak
//   memory audit_bench PACKS --parts FOLDER                  what each part and each check costs, on one thread
//
// With `shared` most paragraphs are the same in all reports, so that every report copies from every other.
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "audit/auditor.h"
#include "audit/copies.h"
#include "audit/rules/rule.h"
#include "base/text.h"
#include "pack/load.h"

namespace {

namespace fs = std::filesystem;
using namespace jiheng;

class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed << 32) {}
  std::uint32_t below(std::uint32_t n) {
    std::uint64_t x = state_ += 0x9E3779B97F4A7C15;
    x = (x ^ x >> 30) * 0xBF58476D1CE4E5B9;
    x = (x ^ x >> 27) * 0x94D049BB133111EB;
    return static_cast<std::uint32_t>((x ^ x >> 31) % n);
  }

 private:
  std::uint64_t state_;
};

constexpr const char* subjects[] = {"公文办理", "会务保障", "督查督办", "建议提案办理", "政务信息报送", "政务公开",
                                    "应急值守", "后勤服务", "调查研究", "机要保密",     "外事接待",     "档案管理",
                                    "信访接待", "法律审核", "电子政务", "绩效管理"};
constexpr const char* ways[] = {"完善工作台账", "明确责任分工", "强化过程调度", "压实各方责任",
                                "优化办理流程", "健全会商机制", "严格审核把关", "加强业务培训",
                                "推进信息共享", "实行闭环管理", "开展专项检查", "细化任务清单",
                                "改进文风会风", "梳理历史问题", "规范归档要求", "建立通报制度"};
constexpr const char* effects[] = {"办理质量稳步提高", "运转效率明显加快", "群众反映逐步减少", "重点任务按期完成",
                                   "资金使用更加规范", "部门协同更加顺畅", "基础工作更加扎实", "服务对象较为满意",
                                   "风险隐患及时消除", "制度执行更加到位", "统筹能力得到增强", "工作短板加快补齐"};
constexpr const char* units[] = {"件", "次", "份", "篇", "场", "期", "项", "人次", "批次", "宗"};

// Parts of the names of villages, companies and projects.
constexpr const char* syllables[] = {"永", "安", "宏", "泰", "兴", "隆", "石", "湖", "沙", "坪", "竹", "桥", "新", "光",
                                     "联", "和", "东", "岭", "西", "塘", "白", "云", "青", "溪", "大", "成", "海", "珠",
                                     "丰", "乐", "梅", "花", "金", "田", "启", "明", "长", "庆", "文", "昌"};

template <std::size_t N>
const char* one_of(Random& random, const char* const (&list)[N]) {
  return list[random.below(N)];
}

std::string number(std::uint32_t n) {
  return std::to_string(n);
}

std::string money(std::uint32_t fen) {  // 万元 with two decimals
  const std::string cents = number(fen % 100);
  return number(fen / 100) + "." + (cents.size() < 2 ? "0" : "") + cents + "万元";
}

// part ÷ whole in per cent, rounded half up to two decimals.
std::string per_cent(std::uint32_t part, std::uint32_t whole) {
  const std::uint64_t hundredths = (std::uint64_t{part} * 20000 + whole) / (2 * std::uint64_t{whole});
  const std::string cents = number(static_cast<std::uint32_t>(hundredths % 100));
  return number(static_cast<std::uint32_t>(hundredths / 100)) + "." + (cents.size() < 2 ? "0" : "") + cents + "%";
}

std::string place(Random& random) {
  return std::string(one_of(random, syllables)) + one_of(random, syllables);
}

// Names of places keep two reports from saying the same by chance, however many there are.
std::string sentence(Random& random) {
  const std::uint32_t whole = 100 + random.below(4000), part = 1 + random.below(whole);
  const std::string subject = one_of(random, subjects), unit = one_of(random, units);
  const std::string here = place(random), there = place(random);
  switch (random.below(6)) {
    case 0:
      return "围绕" + here + "片区" + subject + "，" + one_of(random, ways) + "，在" + there + one_of(random, ways) +
             "，" + one_of(random, effects) + "。";
    case 1:
      return here + "全年共完成" + subject + number(whole) + unit + "，其中" + there + one_of(random, subjects) +
             number(part) + unit + "，占" + per_cent(part, whole) + "。";
    case 2:
      return here + "社区" + subject + "方面，" + one_of(random, ways) + "，办结" + number(whole) + unit +
             "，按时办结率为" + per_cent(whole - part % 100, whole) + "，" + there + one_of(random, effects) + "。";
    case 3:
      return "安排" + here + subject + "经费" + money(whole * 37) + "，实际支出" + money(part * 37) + "，支出率为" +
             per_cent(part * 37, whole * 37) + "。";
    case 4:
      return "组织" + here + subject + "培训" + number(2 + random.below(30)) + "场，覆盖" + number(part) + "余人次，" +
             one_of(random, effects) + "，" + there + "中心" + one_of(random, effects) + "。";
    default:
      return "通过" + here + one_of(random, ways) + "、" + there + one_of(random, ways) + "，" + subject +
             "较上年增加" + number(1 + random.below(90)) + unit + "。";
  }
}

std::string paragraph(Random& random, int sentences) {
  std::string out;
  for (int i = 0; i < sentences; ++i) out += sentence(random);
  return out + "\n\n";
}

std::string report(int n, bool shared) {
  Random own(static_cast<std::uint64_t>(n) + 1), common(1u << 31);
  Random& text = shared ? common : own;
  const std::string name = "第" + number(static_cast<std::uint32_t>(n)) + "街道办事处";
  const std::uint32_t budget = 100000 + own.below(900000), paid = budget - own.below(budget / 10);
  const std::uint32_t basic = paid / 2 + own.below(paid / 4);
  std::string out = "2023年度" + name + "部门整体支出绩效自评报告\n\n一、基本情况\n\n（一）部门职能。\n\n";
  for (std::uint32_t i = 1; i <= 8; ++i) {
    out += number(i) + ".负责" + subjects[(i + own.below(3)) % 16] + "工作，组织、协调、督促有关单位落实。\n\n";
  }
  out += "（二）年度总体工作和重点工作任务。\n\n" + paragraph(text, 10);
  out += "（三）部门整体支出绩效目标。\n\n" + paragraph(text, 8);
  out += "（四）部门整体收支情况。\n\n全年预算数" + money(budget) + "，执行数" + money(paid) + "，完成预算的" +
         per_cent(paid, budget) + "。其中基本支出" + money(basic) + "，项目支出" + money(paid - basic) + "。" +
         paragraph(text, 6);
  out += "二、综合评价分析\n\n（一）自评结论。\n\n" + name + "自评得分为" + number(90 + own.below(10)) +
         "分，等级为优。\n\n";
  out += "（二）履职效能分析。\n\n";
  for (std::uint32_t i = 1; i <= 9; ++i) {
    out += number(i) + ".做好" + subjects[(i + own.below(5)) % 16] + "工作\n\n" + paragraph(text, 9);
  }
  out += "（三）管理效率分析。\n\n" + paragraph(text, 10);
  out += "三、存在的主要问题\n\n一是" + std::string(one_of(text, subjects)) + "的均衡性有待提高；二是" +
         one_of(text, subjects) + "的监督有待加强。\n\n四、下一步改进措施\n\n一是" + one_of(text, ways) +
         "，提高均衡性；二是" + one_of(text, ways) + "，加强监督。\n\n";
  return out;
}

int write_reports(const fs::path& folder, int count, bool shared) {
  fs::create_directories(folder);
  std::size_t characters = 0;
  for (int n = 0; n < count; ++n) {
    const std::string text = report(n, shared);
    characters += count_code_points(text);
    std::string name = std::to_string(n);
    name.insert(0, 6 - name.size(), '0');
    std::ofstream(folder / (name + ".txt"), std::ios::binary) << text;
  }
  std::printf("%d reports of %zu characters\n", count, characters / static_cast<std::size_t>(count));
  return 0;
}

std::vector<fs::path> files_in(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder)) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

double seconds_of(const std::function<void()>& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

double median_of(int passes, const std::function<void()>& work) {
  std::vector<double> times;
  for (int i = 0; i < passes; ++i) times.push_back(seconds_of(work));
  std::sort(times.begin(), times.end());
  return times[times.size() / 2];
}

long peak_megabytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss / 1024;
}

int audit_folder(const pack::RuleSet& rules, const fs::path& folder, int threads) {
  const std::vector<fs::path> files = files_in(folder);
  audit::AuditOptions options;
  options.claims = false;  // as the command does unless --claims asks for them
  options.threads = threads;
  std::size_t findings = 0, figures = 0;
  const std::clock_t start = std::clock();
  const double seconds = median_of(5, [&] {
    const audit::Audit audit = audit::audit_files(files, rules, options);
    findings = audit.errors + audit.warnings + audit.infos;
    figures = 0;
    for (const auto& file : audit.files) figures += file.figures;
  });
  std::printf("jiheng, %d thread%s  %6zu reports %8.3f s (%.3f s processor)  %5ld MB  %zu figures, %zu findings\n",
              threads, threads == 1 ? " " : "s", files.size(), seconds,
              static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC / 5, peak_megabytes(), figures, findings);
  return 0;
}

void print_part(const char* name, double seconds, std::size_t reports, std::size_t findings) {
  std::printf("%-22s %9.1f µs a report %9zu findings\n", name, seconds * 1e6 / static_cast<double>(reports), findings);
}

int parts_of(const pack::RuleSet& rules, const fs::path& folder) {
  const std::vector<fs::path> files = files_in(folder);
  std::vector<reading::Document> documents(files.size());
  print_part("read", seconds_of([&] {
               for (std::size_t i = 0; i < files.size(); ++i) documents[i] = reading::read_file(files[i]).value();
             }),
             files.size(), 0);
  std::vector<audit::Outline> outlines;
  print_part("outline",
             median_of(3,
                       [&] {
                         outlines.clear();
                         for (const auto& document : documents) outlines.push_back(audit::outline_of(document));
                       }),
             files.size(), 0);
  std::vector<audit::Analysis> analyses;
  analyses.reserve(files.size());
  print_part("analyse (and outline)",
             median_of(3,
                       [&] {
                         analyses.clear();
                         for (const auto& document : documents) analyses.push_back(audit::analyse(document));
                       }),
             files.size(), 0);
  for (const audit::NamedCheck& check : audit::all_checks()) {
    std::size_t findings = 0;
    const double seconds = median_of(3, [&] {
      findings = 0;
      for (const auto& analysis : analyses) {
        audit::Report report(rules);
        check.run({analysis, rules, 0}, report);
        findings += report.findings().size();
      }
    });
    print_part(std::string(check.name).c_str(), seconds, files.size(), findings);
  }
  const audit::CopyComparison comparison(rules);
  std::vector<audit::Comparable> comparables;
  print_part("copies: prepare",
             median_of(3,
                       [&] {
                         comparables.clear();
                         for (std::size_t i = 0; i < documents.size(); ++i) {
                           comparables.push_back(comparison.prepare(documents[i], outlines[i]));
                         }
                       }),
             files.size(), 0);
  std::size_t findings = 0;
  const double seconds = median_of(3, [&] {
    findings = 0;
    for (const auto& one : comparison.find(comparables)) findings += one.size();
  });
  print_part("copies: find", seconds, files.size(), findings);
  return 0;
}

int usage() {
  std::fputs("audit_bench PACKS --write FOLDER COUNT [shared] | --audit FOLDER THREADS | --parts FOLDER\n", stderr);
  return 2;
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 4) return usage();
  const std::string_view what = arguments[2];
  if (what == "--write" && count >= 5) return write_reports(arguments[3], std::atoi(arguments[4]), count > 5);
  const auto library = pack::load(arguments[1]);
  if (!library || library->rule_sets.empty()) {
    std::fputs(library ? "no rule set\n" : pack::to_string(library.error()).c_str(), stderr);
    return 1;
  }
  const pack::RuleSet& rules = library->rule_sets.front();
  if (what == "--audit" && count >= 5) return audit_folder(rules, arguments[3], std::atoi(arguments[4]));
  if (what == "--parts") return parts_of(rules, arguments[3]);
  return usage();
}
