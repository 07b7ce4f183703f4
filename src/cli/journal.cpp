#include "store/journal.h"

#include <fcntl.h>
#include <unistd.h>

#include <boost/json.hpp>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>

#include "cli/command.h"
#include "cli/evaluated.h"
#include "cli/person.h"
#include "cli/terminal.h"
#include "evaluate/package.h"
#include "ledger/history.h"

namespace jiheng::cli {
namespace {

namespace json = boost::json;

struct JournalArguments {
  Subject subject;
  std::string key, out, kind = "ed25519";
  std::string register_name, record;
  std::int64_t from = 0, seq = 0, since = -1;
  std::size_t limit = 50;
};

Result<journal::PrivateKey> read_private_key(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  const std::string pem{std::istreambuf_iterator<char>(in), {}};
  if (!in) return fail("cli.cannot-read", {{"path", path}});
  return journal::PrivateKey::from_pem(pem);
}

// A new file that only its owner may read.
Status write_private(const std::string& path, std::string_view text) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0) return fail("cli.cannot-create", {{"path", path}, {"reason", std::strerror(errno)}});
  const bool written =
      ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size()) && ::fsync(file) == 0;
  const std::string reason = std::strerror(errno);
  ::close(file);
  if (!written) return fail("cli.cannot-create", {{"path", path}, {"reason", reason}});
  return {};
}

int run_key(Globals& globals, const JournalArguments& arguments) {
  const auto kind = journal::parse_key_kind(arguments.kind);
  const auto key = journal::PrivateKey::generate(*kind);
  if (!key) return report_error(globals, key.error());
  const auto pem = key->to_pem();
  if (!pem) return report_error(globals, pem.error());
  if (Status status = write_private(arguments.out, *pem); !status) return report_error(globals, status.error());
  const std::string public_path = arguments.out + ".pub";
  std::ofstream(public_path, std::ios::binary) << key->public_key().to_pem();
  return print(globals, "私钥：" + arguments.out + "（只有本人可读，请妥善保管，不要放进数据库备份）\n公钥：" +
                            public_path + "（可以公开）\n指纹：" + key->public_key().fingerprint() + "\n");
}

json::object entry_json(std::int64_t seq, std::string_view text) {
  json::object object = json::parse(text).as_object();
  object["seq"] = seq;
  return object;
}

int run_show(Globals& globals, const JournalArguments& arguments) {
  Session session = open_session(globals, Schema::required);
  if (!session) return globals.exit_code;
  std::string register_id = arguments.register_name;
  if (const pack::Register* known = session.library->find_register(register_id)) register_id = known->id;
  TextTable table(
      {{"日志", true}, {"时间（世界时）"}, {"办理人"}, {"动作"}, {"台账"}, {"编号"}, {"状态"}, {"说明", false, 60}});
  json::array entries;
  std::size_t count = 0;
  const Status status =
      ledger::each_entry(*session.database, arguments.subject.unit, arguments.from,
                         [&](std::int64_t seq, const ledger::Entry& entry, std::string_view text) -> Result<bool> {
                           if (!register_id.empty() && entry.register_id != register_id) return true;
                           if (!arguments.record.empty() && entry.record != arguments.record) return true;
                           const pack::Register* definition = session.library->find_register(entry.register_id);
                           table.add({std::to_string(seq), entry.at, entry.by, entry.action,
                                      definition ? definition->title : entry.register_id, entry.record, entry.state,
                                      entry.comment + entry.file});
                           entries.push_back(entry_json(seq, text));
                           return ++count < arguments.limit || arguments.limit == 0;
                         });
  if (!status) return report_error(globals, status.error());
  if (globals.json()) return print(globals, json::serialize(json::object{{"entries", std::move(entries)}}) + "\n");
  return print(globals, count == 0 ? "没有这样的日志条目。\n" : table.to_string());
}

int run_checkpoint(Globals& globals, const JournalArguments& arguments) {
  const auto act = act_of("");
  if (!act) return report_error(globals, act.error(), exit_usage);
  const auto key = read_private_key(arguments.key);
  if (!key) return report_error(globals, key.error());
  Session session = open_session(globals, Schema::required);
  if (!session) return globals.exit_code;
  const auto made = store::sign_checkpoint(*session.database, arguments.subject.unit, act->in_utc(), *key);
  if (!made) return report_error(globals, made.error());
  return print(globals, made->to_text());
}

json::array hashes_json(const std::vector<journal::Hash>& hashes) {
  json::array out;
  for (const journal::Hash& hash : hashes) out.emplace_back(hash.to_base64());
  return out;
}

// The entry with its proof, and, asked for, that the journal of `since` entries was only added to.
int run_prove(Globals& globals, const JournalArguments& arguments) {
  Session session = open_session(globals, Schema::required);
  if (!session) return globals.exit_code;
  store::Database& database = *session.database;
  const std::string& unit = arguments.subject.unit;
  const auto head = store::journal_head(database, unit);
  if (!head) return report_error(globals, head.error());
  const std::uint64_t size = head->frontier.size();
  journal::Hasher hasher(head->algorithm);
  store::StoredHashes hashes(database, unit, head->algorithm);
  const auto proof = journal::inclusion_proof(static_cast<std::uint64_t>(arguments.seq), size, hashes, hasher);
  if (!proof) return report_error(globals, proof.error(), exit_rejected);
  std::string text;
  const Status status =
      store::read_journal(database, unit, arguments.seq, 1, [&](std::int64_t, std::string_view entry) -> Status {
        text = entry;
        return {};
      });
  if (!status) return report_error(globals, status.error());
  const journal::Hash root = head->frontier.root(hasher);
  const bool holds = journal::verify_inclusion(hasher.leaf(text), static_cast<std::uint64_t>(arguments.seq), size,
                                               *proof, root, hasher);
  json::object object{{"unit", unit},
                      {"hash", journal::id_of(head->algorithm)},
                      {"size", size},
                      {"root", root.to_base64()},
                      {"index", arguments.seq},
                      {"entry", text},
                      {"proof", hashes_json(*proof)},
                      {"holds", holds}};
  if (arguments.since >= 0) {
    const auto consistency =
        journal::consistency_proof(static_cast<std::uint64_t>(arguments.since), size, hashes, hasher);
    if (!consistency) return report_error(globals, consistency.error(), exit_rejected);
    object["since"] = arguments.since;
    object["consistency"] = hashes_json(*consistency);
  }
  const int printed = print(globals, json::serialize(object) + "\n");
  return printed == exit_ok && !holds ? exit_rejected : printed;
}

int run_package(Globals& globals, const JournalArguments& arguments) {
  const auto act = act_of("");
  if (!act) return report_error(globals, act.error(), exit_usage);
  const auto key = read_private_key(arguments.key);
  if (!key) return report_error(globals, key.error());
  auto evaluated = evaluate_subject(globals, arguments.subject);
  if (!evaluated) return globals.exit_code;
  const auto outcome = [&] {
    Progress progress;
    return evaluate::write_package(*evaluated->session.database, *evaluated->session.library, evaluated->evaluation,
                                   *key, *act, JIHENG_VERSION, arguments.out, [&](const auto& step) {
                                     progress.update("证据包", static_cast<std::uint64_t>(step.done),
                                                     static_cast<std::uint64_t>(step.total));
                                   });
  }();
  if (!outcome) return report_error(globals, outcome.error());
  return print(globals, "已写出证据包 " + arguments.out + "：" + std::to_string(outcome->figures) + " 个度量，" +
                            with_thousands(outcome->rows) + " 行取数，" + with_thousands(outcome->entries) +
                            " 条日志及其证明。\n签名公钥的指纹：" + outcome->fingerprint + "\n核对：jiheng verify " +
                            arguments.out + " --key 公钥文件\n");
}

using Arguments = std::shared_ptr<JournalArguments>;

void add_unit(CLI::App& command, const Arguments& arguments) {
  command.add_option("UNIT,--unit", arguments->subject.unit, "单位编码，如 440118001")->required();
}

}  // namespace

void add_journal(CLI::App& app, Globals& globals) {
  CLI::App* command = app.add_subcommand("journal", "日志：每一次改动的记录，可证明没有被改过");
  command->require_subcommand(1);
  {
    const auto arguments = std::make_shared<JournalArguments>();
    CLI::App* key = command->add_subcommand("key", "生成签名用的密钥");
    key->add_option("--out", arguments->out, "私钥文件；公钥写在旁边的 .pub 文件里")->required();
    key->add_option("--kind", arguments->kind, "ed25519（默认）或 sm2（国密）")
        ->check(CLI::IsMember({"ed25519", "sm2"}).description("ed25519|sm2"));
    key->footer("\n示例：\n  jiheng journal key --out 单位.key");
    key->callback([&globals, arguments] { globals.exit_code = run_key(globals, *arguments); });
  }
  {
    const auto arguments = std::make_shared<JournalArguments>();
    CLI::App* show = command->add_subcommand("show", "按先后列出日志");
    add_unit(*show, arguments);
    show->add_option("--from", arguments->from, "从第几条起，默认 0")->check(at_least(0));
    show->add_option("--register", arguments->register_name, "只看某一台账");
    show->add_option("--record", arguments->record, "只看某一编号的记录，已删除的也在");
    show->add_option("--limit", arguments->limit, "至多列多少条，0 为全部，默认 50");
    show->footer("\n示例：\n  jiheng journal show 440118001 --register 舆情台账 --record YQ900");
    show->callback([&globals, arguments] { globals.exit_code = run_show(globals, *arguments); });
  }
  {
    const auto arguments = std::make_shared<JournalArguments>();
    CLI::App* prove = command->add_subcommand("prove", "一条日志在日志之中的证明（json）");
    add_unit(*prove, arguments);
    prove->add_option("SEQ", arguments->seq, "第几条")->required()->check(at_least(0));
    prove->add_option("--since", arguments->since, "再证明日志自有这么多条以来只增不改")->check(at_least(0));
    prove->footer("\n示例：\n  jiheng journal prove 440118001 17 --since 10");
    prove->callback([&globals, arguments] { globals.exit_code = run_prove(globals, *arguments); });
  }
  {
    const auto arguments = std::make_shared<JournalArguments>();
    CLI::App* checkpoint = command->add_subcommand("checkpoint", "为日志现在的样子签名，可交给别人保存");
    add_unit(*checkpoint, arguments);
    checkpoint->add_option("--key", arguments->key, "私钥文件")->required();
    checkpoint->footer("\n示例：\n  jiheng journal checkpoint 440118001 --key 单位.key");
    checkpoint->callback([&globals, arguments] { globals.exit_code = run_checkpoint(globals, *arguments); });
  }
  {
    const auto arguments = std::make_shared<JournalArguments>();
    CLI::App* package = command->add_subcommand("package", "写出证据包：评分、度量、取数的每一行及其证明");
    add_subject(*package, arguments->subject);
    add_rubric(*package, arguments->subject);
    package->add_option("--key", arguments->key, "私钥文件")->required();
    package->add_option("--out", arguments->out, "证据包文件（.jhep）")->required();
    package->footer("\n示例：\n  jiheng journal package 440118001 2022 --key 单位.key --out 2022.jhep");
    package->callback([&globals, arguments] { globals.exit_code = run_package(globals, *arguments); });
  }
}

}  // namespace jiheng::cli
