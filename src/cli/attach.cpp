#include <boost/json.hpp>

#include "base/text.h"
#include "cli/command.h"
#include "cli/person.h"
#include "cli/terminal.h"
#include "base/output_file.h"
#include "ledger/ledger.h"

namespace jiheng::cli {
namespace {

namespace json = boost::json;

constexpr std::int64_t megabyte = std::int64_t{1} << 20;

struct AttachArguments {
  Subject subject;
  std::vector<std::string> words;  // REGISTER KEY FILE…, or FILE… with --item
  std::string item;
  bool list = false;
  std::string get, out;
  std::string detach;
  bool replace = false;
  std::int64_t limit = ledger::default_file_limit / megabyte;
  std::string comment;
  std::string person;

  bool adds() const { return !list && get.empty() && detach.empty(); }
};

// What is meant, in an open database; on failure it has been reported.
struct Opened {
  Session session;
  ledger::RecordName record;  // without definition: an item of a rubric, or nothing in particular
  std::optional<ledger::EvidenceTarget> target;
  std::string title;  // of the target
  bool good = false;
};

int report_refusal(const Globals& globals, const Error& error) {
  for (const char* family : {"evidence.", "record.", "blob.too-large", "blob.not-a-file"}) {
    if (error.code.starts_with(family)) return report_error(globals, error, exit_rejected);
  }
  return report_error(globals, error);
}

std::string title_of(const pack::Library& library, const ledger::EvidenceTarget& target) {
  if (target.kind == ledger::EvidenceTarget::Kind::record) {
    const pack::Register* definition = library.find_register(target.owner);
    return (definition ? definition->title : target.owner) + " " + target.key;
  }
  const pack::Rubric* rubric = library.find_rubric(target.owner);
  std::string title = target.owner + "/" + target.key;
  if (!rubric) return title;
  for (const pack::Item& item : rubric->items) {
    if (item.id == target.key) title += " " + item.title;
  }
  return title;
}

Opened open_target(Globals& globals, const AttachArguments& arguments) {
  Opened opened;
  opened.session = open_session(globals, Schema::required);
  if (!opened.session) return opened;
  const pack::Library& library = *opened.session.library;
  const auto settle = [&](Result<ledger::EvidenceTarget> target) {
    if (!target) {
      globals.exit_code = report_refusal(globals, target.error());
      return;
    }
    opened.title = title_of(library, *target);
    opened.target = std::move(*target);
    opened.good = true;
  };
  if (!arguments.item.empty()) {
    settle(ledger::target_of_item(library, arguments.subject.unit, arguments.subject.year, arguments.item));
    return opened;
  }
  if (arguments.words.empty()) {  // the list of everything
    opened.good = true;
    return opened;
  }
  opened.record = {library.find_register(arguments.words[0]), arguments.subject.unit, arguments.subject.year,
                   arguments.words[1]};
  if (!opened.record.definition) {
    globals.exit_code = report_error(globals, make_error("cli.no-register", {{"name", arguments.words[0]}}));
    return opened;
  }
  settle(ledger::target_of_record(*opened.session.database, library, opened.record));
  return opened;
}

json::object json_of(const ledger::Attachment& one) {
  const bool record = one.target.kind == ledger::EvidenceTarget::Kind::record;
  return {{record ? "register" : "rubric", one.target.owner},
          {record ? "key" : "item", one.target.key},
          {"name", one.name},
          {"size", one.blob.size},
          {"sha256", one.blob.sha256},
          {"by", one.by},
          {"at", one.at},
          {"entry", one.entry}};
}

int run_list(Globals& globals, const Opened& opened, const AttachArguments& arguments) {
  store::Database& database = *opened.session.database;
  const auto all = opened.target ? ledger::list_attachments(database, *opened.target)
                                 : ledger::list_attachments(database, arguments.subject.unit, arguments.subject.year);
  if (!all) return report_error(globals, all.error());
  if (globals.json()) {
    json::array files;
    for (const ledger::Attachment& one : *all) files.push_back(json_of(one));
    return print(globals, json::serialize(json::object{{"files", std::move(files)}}) + "\n");
  }
  if (all->empty()) return print(globals, "没有附件。\n");
  TextTable table({{"附于"}, {"文件"}, {"大小", true}, {"SHA-256（前12位）"}, {"由谁"}, {"何时（世界时）"}});
  for (const ledger::Attachment& one : *all) {
    table.add({title_of(*opened.session.library, one.target), one.name,
               byte_size_text(static_cast<std::uint64_t>(one.blob.size)), one.blob.sha256.substr(0, 12), one.by,
               one.at});
  }
  return print(globals, table.to_string());
}

int run_get(Globals& globals, const Opened& opened, const AttachArguments& arguments) {
  auto file = OutputFile::create(arguments.out);
  if (!file) return report_error(globals, file.error());
  const Status read = ledger::read_attachment(*opened.session.database, *opened.target, arguments.get,
                                              [&](std::string_view piece) { return file->write(piece); });
  if (!read) return report_refusal(globals, read.error());
  if (Status committed = file->commit(); !committed) return report_error(globals, committed.error());
  if (globals.json()) return print(globals, json::serialize(json::object{{"written", arguments.out}}) + "\n");
  return print(globals, "已写出 " + arguments.out + "，与附上时逐字节相同。\n");
}

// All are examined before anything is changed.
Result<std::vector<ledger::EvidenceFile>> examine(const AttachArguments& arguments, std::span<const std::string> paths,
                                                  Progress& progress) {
  std::vector<ledger::EvidenceFile> files;
  for (const std::string& path : paths) {
    std::error_code ignored;
    const std::uintmax_t size = std::filesystem::file_size(path, ignored);
    auto file = ledger::examine_file(path, arguments.limit * megabyte, [&](std::int64_t done) {
      progress.update("核对 " + path, static_cast<std::uint64_t>(done), ignored ? 0 : size);
    });
    if (!file) return fail(file.error());
    files.push_back(std::move(*file));
  }
  return files;
}

// The number of the last journal entry.
Result<std::int64_t> attach(const Opened& opened, const ledger::Act& act, const AttachArguments& arguments,
                            std::span<const ledger::EvidenceFile> files, Progress& progress) {
  ledger::Attaching attaching;
  attaching.replace = arguments.replace;
  attaching.comment = arguments.comment;
  attaching.progress = [&](const ledger::EvidenceFile& file, std::int64_t done) {
    progress.update("存入 " + file.name, static_cast<std::uint64_t>(done), static_cast<std::uint64_t>(file.blob.size));
  };
  store::Database& database = *opened.session.database;
  if (!opened.record.definition) return ledger::attach_to_item(database, act, *opened.target, files, attaching);
  const auto outcome = ledger::Ledger(database, *opened.session.library, act).attach(opened.record, files, attaching);
  if (!outcome) return fail(outcome.error());
  return outcome->entry;
}

Result<std::int64_t> detach(const Opened& opened, const ledger::Act& act, const AttachArguments& arguments) {
  store::Database& database = *opened.session.database;
  if (!opened.record.definition) {
    return ledger::detach_from_item(database, act, *opened.target, arguments.detach, arguments.comment);
  }
  const auto outcome =
      ledger::Ledger(database, *opened.session.library, act).detach(opened.record, arguments.detach, arguments.comment);
  if (!outcome) return fail(outcome.error());
  return outcome->entry;
}

int run_add(Globals& globals, const Opened& opened, const ledger::Act& act, const AttachArguments& arguments) {
  const std::size_t before_files = arguments.item.empty() ? 2 : 0;
  std::vector<ledger::EvidenceFile> files;
  const auto entry = [&]() -> Result<std::int64_t> {
    Progress progress;
    auto examined = examine(arguments, std::span(arguments.words).subspan(before_files), progress);
    if (!examined) return fail(examined.error());
    files = std::move(*examined);
    return attach(opened, act, arguments, files, progress);
  }();
  if (!entry) return report_refusal(globals, entry.error());
  if (globals.json()) {
    json::array attached;
    for (const ledger::EvidenceFile& file : files) {
      attached.push_back(json::object{{"name", file.name}, {"size", file.blob.size}, {"sha256", file.blob.sha256}});
    }
    return print(globals, json::serialize(json::object{{"attached", std::move(attached)}, {"entry", *entry}}) + "\n");
  }
  std::string text;
  for (const ledger::EvidenceFile& file : files) {
    text += "已附于" + opened.title + "：" + file.name + "（" +
            byte_size_text(static_cast<std::uint64_t>(file.blob.size)) + "，SHA-256 " + file.blob.sha256 + "）\n";
  }
  return print(globals, text + "日志第 " + std::to_string(*entry) + " 条。\n");
}

int run_detach(Globals& globals, const Opened& opened, const ledger::Act& act, const AttachArguments& arguments) {
  const auto entry = detach(opened, act, arguments);
  if (!entry) return report_refusal(globals, entry.error());
  if (globals.json()) {
    return print(globals, json::serialize(json::object{{"detached", arguments.detach}, {"entry", *entry}}) + "\n");
  }
  return print(globals, "已从" + opened.title + "撤下：" + arguments.detach + "（日志第 " + std::to_string(*entry) +
                            " 条）。\n");
}

// Whether the words are as many as what is asked for takes.
Status check_words(const AttachArguments& arguments) {
  const std::size_t count = arguments.words.size();
  const bool item = !arguments.item.empty();
  if (arguments.adds()) return count > (item ? 0u : 2u) ? Status() : fail("cli.attach-what");
  const bool whole_year = arguments.list && !item && count == 0;
  if (whole_year || count == (item ? 0u : 2u)) return {};
  return fail("cli.attach-which");
}

int run_attach(Globals& globals, const AttachArguments& arguments) {
  if (Status words = check_words(arguments); !words) return report_error(globals, words.error(), exit_usage);
  const auto act = act_of(arguments.person);
  if (!act) return report_error(globals, act.error(), exit_usage);
  const Opened opened = open_target(globals, arguments);
  if (!opened.good) return globals.exit_code;
  if (arguments.list) return run_list(globals, opened, arguments);
  if (!arguments.get.empty()) return run_get(globals, opened, arguments);
  if (!arguments.detach.empty()) return run_detach(globals, opened, *act, arguments);
  return run_add(globals, opened, *act, arguments);
}

}  // namespace

void add_attach(CLI::App& app, Globals& globals) {
  CLI::App* command = app.add_subcommand("attach", "附件：给记录或指标附上佐证材料，列出、取出、撤下");
  command->footer(R"(
示例：
  jiheng attach 440118001 2022 制度台账 ZD01 制度.pdf --as 李登
  jiheng attach 440118001 2022 --item guangzhou-2022/B17 盘点报告.pdf 盘点表.xlsx
  jiheng attach 440118001 2022 --list
  jiheng attach 440118001 2022 制度台账 ZD01 --get 制度.pdf --out 取出.pdf
  jiheng attach 440118001 2022 --item guangzhou-2022/B17 --detach 盘点表.xlsx --comment 附错了

文件的扩展名与内容必须相符。文件存在数据库里，取出时核对 SHA-256；附上、撤下都记入日志。
各指标要求哪些佐证、还缺哪些，见 jiheng evidence --help。)");
  const auto arguments = std::make_shared<AttachArguments>();
  add_subject(*command, arguments->subject);
  command->add_option("WORDS", arguments->words, "台账、记录的编号、文件（可以多个）；有 --item 时只写文件");
  command->add_option("--item", arguments->item, "附于指标：指标体系/指标，如 guangzhou-2022/B17");
  auto* list = command->add_flag("--list", arguments->list, "列出附件；不写台账也不写指标，就是全年的");
  auto* get = command->add_option("--get", arguments->get, "取出这个名称的附件");
  auto* out = command->add_option("--out", arguments->out, "取出后写到哪个文件");
  auto* detach = command->add_option("--detach", arguments->detach, "撤下这个名称的附件，须写 --comment");
  auto* replace = command->add_flag("--replace", arguments->replace, "已有同名的附件时换成新的");
  command->add_option("--max-size", arguments->limit, "一个文件最大多少 MB")
      ->check(at_least(1))
      ->default_val(ledger::default_file_limit / megabyte);
  command->add_option("--comment", arguments->comment, "说明");
  add_person(*command, arguments->person);
  get->needs(out);
  out->needs(get);
  list->excludes(get)->excludes(detach)->excludes(replace);
  get->excludes(detach)->excludes(replace);
  detach->excludes(replace);
  command->callback([&globals, arguments] { globals.exit_code = run_attach(globals, *arguments); });
}

}  // namespace jiheng::cli
