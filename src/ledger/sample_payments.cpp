#include "ledger/sample_payments.h"

#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstring>
#include <memory>
#include <string>

#include "base/date.h"

namespace jiheng::ledger {
namespace {

constexpr std::string_view months[] = {"1月", "2月", "3月", "4月",  "5月",  "6月",
                                       "7月", "8月", "9月", "10月", "11月", "12月"};
constexpr std::string_view payees[] = {
    "甲供水有限公司",
    "乙电网有限责任公司区供电局",
    "丙通信股份有限公司分公司",
    "辛街道文具店",
    "丁书店有限公司",
    "戊石油销售股份有限公司第一石油分公司",
    "工资代发专户",
    "己公务用车服务有限公司",
    "壬宾馆",
    "庚邮政速递物流公司",
    "社会保险基金专户",
    "住房公积金专户",
};
constexpr std::string_view personnel[] = {
    "在职人员工资",         "津贴补贴",        "机关事业单位基本养老保险缴费", "住房公积金",
    "职工基本医疗保险缴费", "退休人员生活补助"};
constexpr std::string_view operating[] = {
    "办公费", "水费", "电费", "邮电费", "差旅费", "会议费", "公务用车运行维护费", "印刷费", "物业管理费", "培训费"};
constexpr std::string_view details[] = {"", "（按合同约定支付）", "，含上月结转部分",
                                        "，凭发票报销，经办人与审批人已签字确认", "，详见附件清单\"第1号\""};

class Random {  // SplitMix64: its numbers are the same everywhere
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next() {
    std::uint64_t z = state_ += 0x9E3779B97F4A7C15u;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return z ^ z >> 31;
  }
  std::size_t below(std::size_t limit) { return static_cast<std::size_t>(next() % limit); }
  template <class Items>
  std::string_view one_of(const Items& items) {
    return items[below(std::size(items))];
  }

 private:
  std::uint64_t state_;
};

void append_number(std::string& out, std::uint64_t number, std::size_t width = 0) {
  char digits[24];
  const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
  const auto size = static_cast<std::size_t>(end - digits);
  if (size < width) out.append(width - size, '0');
  out.append(digits, size);
}

void append_quoted(std::string& out, std::string_view text) {
  out += '"';
  for (const char c : text) out.append(c == '"' ? 2 : 1, c);
  out += '"';
}

// Most payments are small: a few digits' worth of yuan, now and then a large one.
void append_amount(std::string& out, Random& random) {
  std::uint64_t limit = 100;
  for (std::size_t i = 0, steps = 1 + random.below(5); i < steps; ++i) limit *= 10;
  const std::uint64_t fen = 1 + random.below(limit);
  append_number(out, fen / 100);
  out += '.';
  append_number(out, fen % 100, 2);
}

void append_row(std::string& out, std::uint64_t number, Random& random) {
  const Date date = Date::from_ymd(2022, 1, 1)->plus_days(static_cast<int>(random.below(365)));
  const bool is_personnel = random.below(4) == 0;
  out += "440118001,2022,2022-";
  append_number(out, number, 8);
  out.append(",").append(date.to_string()).append(",");
  append_amount(out, random);
  out.append(",基本支出,")
      .append(is_personnel ? "人员经费" : "公用经费")
      .append(",,")
      .append(random.one_of(payees))
      .append(",");
  std::string summary(months[static_cast<std::size_t>(date.month() - 1)]);
  summary.append(is_personnel ? random.one_of(personnel) : random.one_of(operating)).append(random.one_of(details));
  if (summary.find('"') == summary.npos) {
    out += summary;
  } else {
    append_quoted(out, summary);
  }
  out += '\n';
}

}  // namespace

Status write_sample_payments(const std::filesystem::path& path, std::uint64_t rows, std::uint64_t seed) {
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  std::unique_ptr<std::FILE, Close> file(std::fopen(path.c_str(), "wb"));
  const auto failure = [&] { return fail("import.cannot-write", {{"file", path.string()}}, std::strerror(errno)); };
  if (!file) return failure();
  Random random(seed);
  constexpr std::size_t piece = 1 << 16;
  std::string out = "unit_id,year,voucher_no,paid_on,amount,nature,category,project_id,payee,summary\n";
  out.reserve(2 * piece);
  for (std::uint64_t number = 1; number <= rows; ++number) {
    append_row(out, number, random);
    if (out.size() < piece) continue;
    if (std::fwrite(out.data(), 1, out.size(), file.get()) != out.size()) return failure();
    out.clear();
  }
  if (std::fwrite(out.data(), 1, out.size(), file.get()) != out.size()) return failure();
  if (std::fclose(file.release()) != 0) return failure();
  return {};
}

}  // namespace jiheng::ledger
