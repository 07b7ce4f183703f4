// A small package of known content, every part of which a test can change before it is made (Sample) or after
// (members, the manifest then written anew or not).
#pragma once

#include <zip.h>

#include <boost/json.hpp>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "../reading/zipped.h"
#include "base/sha256.h"
#include "base/temporary_file.h"
#include "journal/package.h"
#include "memory_log.h"

namespace jiheng::testing {

using Members = std::map<std::string, std::string>;

template <class T>
T required(Result<T> result) {
  if (!result) throw std::runtime_error(result.error().code + " " + result.error().message + result.error().detail);
  return std::move(*result);
}
inline void required(const Status& status) {
  if (!status) throw std::runtime_error(status.error().code + " " + status.error().message + status.error().detail);
}

// The same key in every test of a process, so that --key can be tried.
inline const journal::PrivateKey& sample_key(journal::KeyKind kind) {
  static const journal::PrivateKey ed25519 = required(journal::PrivateKey::generate(journal::KeyKind::ed25519));
  static const journal::PrivateKey sm2 = required(journal::PrivateKey::generate(journal::KeyKind::sm2));
  return kind == journal::KeyKind::ed25519 ? ed25519 : sm2;
}

inline const std::string sample_blob = "%PDF-1.7 支付凭证 P2 的扫描件";

struct Sample {
  journal::KeyKind key = journal::KeyKind::ed25519;
  journal::HashAlgorithm algorithm = journal::HashAlgorithm::sha256;
  journal::PackageInfo info{"440118001", "区政府办公室", 2022, "2026-11-22T04:10:06Z", "0.1.0"};
  std::string checkpoint_unit = "440118001";
  std::vector<std::string> entries;   // the whole log
  std::vector<std::uint64_t> proven;  // those of them that go into the package
  std::vector<journal::Figure> figures;
  std::string scorecard;
  std::optional<std::uint64_t> seal_entry;
  std::vector<std::string> blobs;

  journal::Figure& figure(std::string_view id) {
    for (journal::Figure& each : figures) {
      if (each.id == id) return each;
    }
    throw std::runtime_error("no figure " + std::string(id));
  }
};

inline std::string payment(std::uint64_t seq, std::string_view action, std::string_view key, std::string_view date,
                           std::string_view amount, std::string_view payee) {
  return R"({"unit":"440118001","seq":)" + std::to_string(seq) +
         R"(,"at":"2022-03-01T08:00:00Z","actor":"u07","action":")" + std::string(action) +
         R"(","register":"payments","year":2022,"key":")" + std::string(key) +
         R"(","state":"","record":{"voucher_no":")" + std::string(key) + R"(","paid_on":")" + std::string(date) +
         R"(","noted_at":")" + std::string(date) + R"( 09:30","amount":")" + std::string(amount) + R"(","payee":")" +
         std::string(payee) + R"("}})";
}

inline Sample sample() {
  using journal::Aggregate;
  using journal::FigureType;
  Sample made;
  const std::string score =
      R"({"unit":"440118001","year":2022,"rubric":{"id":"small","version":"1","status":"verified"},"total":"9.62",)"
      R"("grade":"优","items":[{"id":"A1","path":["预算"],"title":"支出率","full":"10","score":"7.60","inputs":[)"
      R"({"measure":"payments.total","value":"3.80","unit":"万元"},{"measure":"budget.total","value":"5.00","unit":"万元"},)"
      R"({"measure":"budget.execution_rate","value":"76.00","unit":"%"}],"lost":"2.40","why":"未达100%"},)"
      R"({"id":"B1","path":["过程"],"title":"其他","full":"3","score":"2.02","inputs":[)"
      R"({"measure":"payments.count","value":"2","unit":"笔"},{"measure":"growth.rate","value":"no-base","unit":"%"},)"
      R"({"measure":"meetings.last","value":null,"unit":""},{"measure":"payments.first","value":"2022-01-05","unit":""}],)"
      R"("lost":"0.98","why":""}]})"
      "\n";
  made.scorecard = score;
  made.entries = {
      payment(0, "add", "P1", "2022-01-05", "1200000", "甲"),
      payment(1, "add", "P2", "2022-02-11", "2500000", "乙"),
      R"({"unit":"440118001","seq":2,"action":"add","register":"budget","year":2022,"key":["B1","x"],"record":{"amount":5000000}})",
      payment(3, "edit", "P1", "2022-01-05", "1300000", "甲"),
      R"({"unit":"440118001","seq":4,"action":"attach","register":"payments","year":2022,"key":"P2","blobs":[")" +
          sha256_hex(sample_blob) + R"("]})",
      R"({"unit":"440118001","seq":5,"action":"seal","year":2022,"record":{"rubric":"small","sha256":")" +
          sha256_hex(score) + R"("}})",
  };
  for (int i = 6; i < 300; ++i) {
    made.entries.push_back(R"({"unit":"440118001","seq":)" + std::to_string(i) +
                           R"(,"action":"add","register":"other"})");
  }
  made.proven = {1, 2, 3, 4, 5, 299};
  made.seal_entry = 5;
  made.blobs = {sample_blob};
  const auto rows = [](std::initializer_list<std::pair<std::uint64_t, const char*>> list) {
    std::vector<journal::FigureRow> found;
    for (const auto& [index, counts] : list) {
      found.push_back({index, counts == nullptr ? journal::ExactText() : journal::ExactText(counts)});
    }
    return found;
  };
  const auto over = [&](const char* id, const char* title, const char* unit, FigureType type, int decimals,
                        journal::ExactText value, const char* shown, const char* reg, Aggregate aggregate,
                        const char* field, std::vector<journal::FigureRow> behind) {
    journal::Figure figure;
    figure.id = id;
    figure.title = title;
    figure.unit = unit;
    figure.type = type;
    figure.decimals = decimals;
    figure.value = std::move(value);
    figure.shown = shown;
    figure.over = reg;
    figure.aggregate = aggregate;
    figure.field = field;
    figure.rows = std::move(behind);
    made.figures.push_back(std::move(figure));
  };
  over("payments.total", "全年支出", "万元", FigureType::money, 2, "3800000", "3.80万元", "payments", Aggregate::sum,
       "amount", rows({{1, "2500000"}, {3, "1300000"}}));
  over("budget.total", "全年预算", "万元", FigureType::money, 2, "5000000", "5.00万元", "budget", Aggregate::sum,
       "amount", rows({{2, "5000000"}}));
  over("payments.count", "支付笔数", "笔", FigureType::number, 0, "2", "2笔", "payments", Aggregate::count, "",
       rows({{1, "1"}, {3, "1"}}));
  over("payments.payees", "收款人数", "人", FigureType::number, 0, "2", "2人", "payments", Aggregate::distinct, "payee",
       rows({{1, "乙"}, {3, "甲"}}));
  over("payments.first", "首笔支付日期", "", FigureType::date, 0, "2022-01-05", "2022年1月5日", "payments",
       Aggregate::minimum, "paid_on", rows({{1, "2022-02-11"}, {3, "2022-01-05"}}));
  over("payments.noted_last", "最后登记时间", "", FigureType::moment, 0, "2022-02-11 09:30", "2022年2月11日9时30分",
       "payments", Aggregate::maximum, "noted_at", rows({{1, "2022-02-11 09:30"}, {3, "2022-01-05 09:30"}}));
  over("payments.largest", "最大一笔", "元", FigureType::money, 1, "2500000", "25,000.0元", "payments",
       Aggregate::maximum, "amount", rows({{1, "2500000"}, {3, "1300000"}}));
  over("payments.weight", "权重合计", "", FigureType::number, 3, "5/6", "0.833", "payments", Aggregate::sum, "",
       rows({{1, "1/3"}, {3, "0.5"}}));
  over("meetings.last", "最后一次会议", "", FigureType::date, 0, std::nullopt, "——", "meetings", Aggregate::maximum, "",
       {});
  over("payments.noted", "附注合计", "", FigureType::number, 0, "0", "0", "payments", Aggregate::sum, "note",
       rows({{1, nullptr}}));
  over("payments.unbased", "无基数", "", FigureType::number, 0, "no-base", "--（基数为0，不可比）", "payments",
       Aggregate::sum, "", rows({{1, "no-base"}, {3, "1"}}));
  const auto formula = [&](const char* id, const char* title, journal::ExactText value, const char* shown,
                           const char* expression, std::vector<std::string> inputs) {
    journal::Figure figure;
    figure.id = id;
    figure.title = title;
    figure.unit = "%";
    figure.decimals = 2;
    figure.value = std::move(value);
    figure.shown = shown;
    figure.formula = expression;
    figure.inputs = std::move(inputs);
    made.figures.push_back(std::move(figure));
  };
  formula("budget.execution_rate", "支出率", "0.76", "76.00%", "payments.total / budget.total",
          {"payments.total", "budget.total"});
  formula("growth.rate", "增幅", "no-base", "--%（基数为0，不可比）", "payments.total / meetings.total",
          {"payments.total"});
  return made;
}

// Makes the package at `path`.
inline void write_package(const Sample& sample, const std::filesystem::path& path) {
  using namespace journal;
  MemoryLog log(sample.algorithm);
  for (const std::string& entry : sample.entries) log.append(entry);
  const Checkpoint checkpoint{sample.checkpoint_unit, log.frontier.size(), log.frontier.root(log.hasher),
                              "2026-11-22T04:10:05Z", sample.algorithm};
  const PrivateKey& key = sample_key(sample.key);
  PackageWriter writer =
      required(PackageWriter::create(path, sample.info, required(sign(checkpoint, key)), key.public_key()));
  for (const std::uint64_t index : sample.proven) {
    const auto proof = required(inclusion_proof(index, log.frontier.size(), log, log.hasher));
    required(writer.add_entry(index, sample.entries.at(index), proof));
  }
  for (const Figure& figure : sample.figures) required(writer.add_figure(figure));
  required(writer.set_scorecard(sample.scorecard, sample.seal_entry));
  for (const std::string& blob : sample.blobs) {
    bool given = false;
    required(writer.add_blob([&]() -> Result<std::string_view> {
      return std::exchange(given, true) ? std::string_view() : std::string_view(blob);
    }));
  }
  required(writer.finish());
}

inline std::string bytes_of_package(const Sample& sample) {
  TemporaryFile file;
  write_package(sample, file.path());
  return file.read();
}

inline Members members_of(std::string_view bytes) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
  zip_t* archive = zip_open_from_source(source, ZIP_RDONLY, &error);
  if (archive == nullptr) throw std::runtime_error("zip_open_from_source");
  Members members;
  for (zip_int64_t i = 0; i < zip_get_num_entries(archive, 0); ++i) {
    zip_stat_t about;
    zip_stat_index(archive, static_cast<zip_uint64_t>(i), 0, &about);
    std::string content(about.size, '\0');
    zip_file_t* file = zip_fopen_index(archive, static_cast<zip_uint64_t>(i), 0);
    if (zip_fread(file, content.data(), content.size()) != static_cast<zip_int64_t>(content.size())) {
      throw std::runtime_error("zip_fread");
    }
    zip_fclose(file);
    members[about.name] = std::move(content);
  }
  zip_discard(archive);
  return members;
}

// The manifest's list of members as the members are now.
inline void list_anew(Members& members) {
  boost::json::value manifest = boost::json::parse(members.at("package.json"));
  boost::json::array list;
  for (const auto& [name, bytes] : members) {
    if (name == "package.json") continue;
    list.push_back(boost::json::object{{"name", name}, {"size", bytes.size()}, {"sha256", sha256_hex(bytes)}});
  }
  manifest.as_object()["members"] = std::move(list);
  members["package.json"] = boost::json::serialize(manifest);
}

inline std::string packed(const Members& members) {
  return zipped(ZipMembers(members.begin(), members.end()));
}

// Replaces the one place where `from` stands.
inline void replace(std::string& text, std::string_view from, std::string_view to) {
  const auto at = text.find(from);
  if (at == text.npos) throw std::runtime_error("not there: " + std::string(from));
  text.replace(at, from.size(), to);
}

}  // namespace jiheng::testing
