#include "journal/verify.h"

#include <algorithm>
#include <boost/json.hpp>
#include <fstream>
#include <iterator>

#include "cli/command.h"
#include "cli/terminal.h"

namespace jiheng::cli {
namespace {

namespace json = boost::json;
using journal::Outcome;

struct VerifyArguments {
  std::string package;
  std::string key;
};

Result<journal::PublicKey> read_key(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  const std::string pem{std::istreambuf_iterator<char>(in), {}};
  if (!in) return fail("package.cannot-read", {{"path", path}});
  return journal::PublicKey::from_pem(pem);
}

const char* id_of(Outcome outcome) {
  switch (outcome) {
    case Outcome::passed:
      return "passed";
    case Outcome::failed:
      return "failed";
    default:
      return "not-done";
  }
}

const char* mark_of(Outcome outcome) {
  switch (outcome) {
    case Outcome::passed:
      return "通过";
    case Outcome::failed:
      return "不符";
    default:
      return "未查";
  }
}

json::array objects_of(const std::vector<Error>& errors) {
  json::array list;
  for (const Error& each : errors) list.push_back(json::object{{"code", each.code}, {"message", each.message}});
  return list;
}

std::string to_json(const journal::Report& report) {
  json::object out{{"good", report.good()}};
  if (!report.info.unit_id.empty()) {
    out["unit"] = report.info.unit_id;
    out["unit_name"] = report.info.unit_name;
    out["year"] = report.info.year;
    out["made"] = report.info.made;
    out["version"] = report.info.version;
  }
  if (report.checkpoint) {
    out["checkpoint"] = json::object{{"size", report.checkpoint->size},
                                     {"root", report.checkpoint->root.to_base64()},
                                     {"time", report.checkpoint->time},
                                     {"hash", id_of(report.checkpoint->algorithm)}};
  }
  if (report.key) {
    out["key"] = json::object{{"kind", id_of(report.key->kind())}, {"fingerprint", report.key->fingerprint()}};
  }
  out["entries"] = report.entries;
  out["figures"] = report.figures;
  out["blobs"] = report.blobs;
  json::array checks;
  for (const journal::Check& check : report.checks) {
    checks.push_back(json::object{{"check", check.id},
                                  {"outcome", id_of(check.outcome)},
                                  {"title", check.title},
                                  {"problems", objects_of(check.problems)},
                                  {"more_problems", check.more_problems}});
  }
  out["checks"] = std::move(checks);
  out["notes"] = objects_of(report.notes);
  return json::serialize(out) + "\n";
}

std::string to_text(const journal::Report& report) {
  std::string out;
  if (!report.info.unit_id.empty()) {
    out += report.info.unit_name + "（" + report.info.unit_id + "）" + std::to_string(report.info.year) +
           "年度证据包，制作于 " + report.info.made + "\n";
  }
  if (report.checkpoint) {
    out += "日志检查点：" + with_thousands(report.checkpoint->size) + " 条，" + report.checkpoint->time + "\n";
  }
  if (report.key) {
    out += "公钥：" + std::string(title_of(report.key->kind())) + "，指纹 " + report.key->fingerprint() + "\n";
  }
  if (!out.empty()) out += "\n";
  for (const journal::Check& check : report.checks) {
    out += std::string(mark_of(check.outcome)) + "　" + check.title + "\n";
    for (const Error& each : check.problems) out += "　　　[" + each.code + "] " + each.message + "\n";
    if (check.more_problems > 0) out += "　　　另有 " + with_thousands(check.more_problems) + " 处，未列出\n";
  }
  for (const Error& note : report.notes) out += "注意　" + note.message + "\n";
  if (!report.good()) return out + "\n结论：不符，理由见上。\n";
  const bool key_known = std::none_of(report.checks.begin(), report.checks.end(),
                                      [](const auto& each) { return each.outcome == Outcome::not_done; });
  return out + "\n结论：" + (key_known ? "核对相符" : "包内各项相符，但尚不能断定是该单位签名的，请核对公钥的指纹") +
         "。日志 " + with_thousands(report.entries) + " 条、数字 " + with_thousands(report.figures) + " 个、附件 " +
         with_thousands(report.blobs) + " 个。\n";
}

int run_verify(const Globals& globals, const VerifyArguments& arguments) {
  journal::VerifyOptions options;
  if (!arguments.key.empty()) {
    auto key = read_key(arguments.key);
    if (!key) return report_error(globals, key.error());
    options.key = std::move(*key);
  }
  const auto report = journal::verify_package(arguments.package, options);
  if (!report) return report_error(globals, report.error());
  const int printed = print(globals, globals.json() ? to_json(*report) : to_text(*report));
  if (printed != exit_ok) return printed;
  return report->good() ? exit_ok : exit_rejected;
}

}  // namespace

void add_verify(CLI::App& app, Globals& globals) {
  CLI::App* command = app.add_subcommand("verify", "核对证据包：自评表、数字、记录是否出自签名的日志（不用数据库）");
  command->footer(R"(
示例：
  jiheng verify 440118001-2022.jhep --key 440118001.pem
  jiheng verify 440118001-2022.jhep --key 440118001.pem --format json

--key 是从该单位另行取得的公钥；不写则用包里的公钥，须自行把指纹与该单位公布的核对。
退出码：0 相符；1 不符；2 命令行写法有误；3 文件读不出来或不是公钥。)");
  const auto arguments = std::make_shared<VerifyArguments>();
  command->add_option("PACKAGE", arguments->package, "证据包（.jhep）")->required();
  command->add_option("--key", arguments->key, "该单位的公钥（PEM）");
  command->callback([&globals, arguments] { globals.exit_code = run_verify(globals, *arguments); });
}

}  // namespace jiheng::cli
