#include <boost/json.hpp>

#include "cli/command.h"
#include "cli/terminal.h"
#include "ledger/sample_payments.h"

namespace jiheng::cli {
namespace {

struct SampleArguments {
  std::uint64_t rows = 1000;
  std::string out;
  std::uint64_t seed = 2022;
};

int run_payments(Globals& globals, const SampleArguments& arguments) {
  const auto status = ledger::write_sample_payments(arguments.out, arguments.rows, arguments.seed);
  if (!status) return report_error(globals, status.error());
  if (globals.json()) {
    const boost::json::object written{{"file", arguments.out}, {"rows", arguments.rows}};
    return print(globals, boost::json::serialize(written) + "\n");
  }
  return print(globals, "已写出 " + with_thousands(arguments.rows) + " 行支付凭证：" + arguments.out +
                            "\n下一步：jiheng import " + arguments.out + " --register payments --db " + globals.db +
                            "\n");
}

}  // namespace

void add_sample(CLI::App& app, Globals& globals) {
  CLI::App* command = app.add_subcommand("sample", "生成试验用的数据");
  command->require_subcommand(1);
  CLI::App* payments = command->add_subcommand("payments", "支付凭证：任意行数，同样的参数得同样的文件");
  payments->footer(R"(
示例：
  jiheng sample payments --rows 1000000 --out 支付.csv
  jiheng import 支付.csv --register payments --db sqlite:试验.db)");
  const auto arguments = std::make_shared<SampleArguments>();
  payments->add_option("--rows", arguments->rows, "行数")->check(at_least(0))->default_val(1000);
  payments->add_option("--out", arguments->out, "写到哪个文件")->required();
  payments->add_option("--seed", arguments->seed, "随机数种子")->default_val(2022);
  payments->callback([&globals, arguments] { globals.exit_code = run_payments(globals, *arguments); });
}

}  // namespace jiheng::cli
