#include <algorithm>
#include <boost/json.hpp>
#include <map>

#include "audit/output/outputs.h"
#include "audit/output/statements.h"
#include "base/sha256.h"
#include "base/text.h"

namespace jiheng::audit {
namespace {

namespace json = boost::json;

constexpr const char* schema =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

constexpr std::size_t longest_label = 60;  // code points of a quotation in the label of a place

std::string_view level_of(Severity severity) {
  switch (severity) {
    case Severity::error:
      return "error";
    case Severity::warning:
      return "warning";
    case Severity::info:
      return "note";
  }
  return "none";
}

bool is_unreserved(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
         c == '_' || c == '~' || c == '/';
}

// A path as a URI reference: the bytes of a name that are not plain are percent-encoded.
std::string uri_of(const std::string& file) {
  static constexpr char digits[] = "0123456789ABCDEF";
  const std::string path = std::filesystem::path(file).lexically_normal().generic_string();
  std::string uri = path.starts_with('/') ? "file://" : "";
  for (const char c : path) {
    if (is_unreserved(c)) {
      uri += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    uri += {'%', digits[byte >> 4], digits[byte & 15]};
  }
  return uri;
}

// A message in the language of SARIF: [text](address) would be a link and {0} a place to fill.
std::string message_of(std::string_view text) {
  std::string out;
  for (const char c : harmless(text)) {
    if (c == '[' || c == ']' || c == '\\') out += '\\';
    if (c == '{' || c == '}') out += c;
    out += c;
  }
  return out;
}

json::object text_object(std::string_view text) {
  return {{"text", message_of(text)}};
}

std::string_view mime_type(reading::Format format) {
  switch (format) {
    case reading::Format::text:
      return "text/plain";
    case reading::Format::markdown:
      return "text/markdown";
    case reading::Format::html:
      return "text/html";
    case reading::Format::docx:
      return "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    case reading::Format::pdf:
      return "application/pdf";
  }
  return "application/octet-stream";
}

// Regions of a file whose text is the file itself; elsewhere lines and offsets mean nothing to who opens it. Characters
// are UTF-16 code units: viewers that are editors count so, whatever a log says of its columns.
class Regions {
 public:
  explicit Regions(const reading::Document& document) {
    if (document.format != reading::Format::text && document.format != reading::Format::markdown) return;
    shape_ = document.original_shape();
  }

  bool exist() const { return !shape_.lines.empty(); }

  json::object region(std::size_t offset, std::size_t length) const {
    const auto [line, column] = place(offset);
    const auto [end_line, end_column] = place(offset + length);
    return {{"startLine", line},           {"startColumn", column},
            {"endLine", end_line},         {"endColumn", end_column},
            {"charOffset", units(offset)}, {"charLength", units(offset + length) - units(offset)}};
  }

 private:
  std::size_t units(std::size_t offset) const {
    const auto& wide = shape_.wide;
    return offset + static_cast<std::size_t>(std::lower_bound(wide.begin(), wide.end(), offset) - wide.begin());
  }

  std::pair<std::size_t, std::size_t> place(std::size_t offset) const {
    const auto after = std::upper_bound(shape_.lines.begin(), shape_.lines.end(), offset);
    return {static_cast<std::size_t>(after - shape_.lines.begin()), units(offset) - units(*(after - 1)) + 1};
  }

  reading::OriginalShape shape_;  // without lines: the file is no text
};

class Log {
 public:
  Log(const Audit& audit, const pack::RuleSet& rules, const OutputOptions& options)
      : audit_(audit), rules_(rules), options_(options) {
    for (const AuditedFile& file : audit.files) {
      uris_.push_back(uri_of(file.file));
      regions_.emplace_back(file.document);
    }
    for (std::size_t i = 0; i < rules.rules.size(); ++i) rule_index_.emplace(rules.rules[i].id, i);
  }

  json::object run() {
    json::object run{
        {"tool", json::object{{"driver", driver()}}}, {"language", "zh-CN"}, {"columnKind", "utf16CodeUnits"}};
    run["invocations"] = json::array{invocation()};
    run["artifacts"] = artifacts();
    run["results"] = results();
    return run;
  }

 private:
  json::object driver() const {
    json::array rules;
    for (const pack::AuditRule& rule : rules_.rules) rules.push_back(descriptor(rule));
    json::object driver{{"name", "Jiheng"}, {"fullName", message_of("绩衡：绩效自评报告核对")}};
    if (!options_.version.empty()) driver["version"] = options_.version;
    driver["language"] = "zh-CN";
    driver["rules"] = std::move(rules);
    driver["properties"] = {{"ruleSet", rules_.id}, {"ruleSetVersion", rules_.version}};
    return driver;
  }

  static json::object descriptor(const pack::AuditRule& rule) {
    std::string help = message_of(rule.explanation);
    if (!rule.source.empty()) help += (help.empty() ? "" : "\n\n") + message_of("依据：" + rule.source);
    if (!rule.verified) help += "（未核实）";
    json::object object{{"id", rule.id},
                        {"name", harmless(std::string_view(rule.title))},
                        {"shortDescription", text_object(rule.title)}};
    if (!rule.explanation.empty()) object["fullDescription"] = text_object(rule.explanation);
    object["help"] = json::object{{"text", help}};
    object["defaultConfiguration"] = json::object{{"level", level_of(rule.severity)}};
    object["properties"] = {{"source", rule.source}, {"verified", rule.verified}};
    return object;
  }

  json::object invocation() const {
    json::array notifications;
    for (std::size_t i = 0; i < audit_.files.size(); ++i) {
      const AuditedFile& file = audit_.files[i];
      if (!file.error) continue;
      notifications.push_back(
          json::object{{"descriptor", json::object{{"id", file.error->code}}},
                       {"level", "error"},
                       {"message", text_object(file.error->message)},
                       {"locations", json::array{physical(json::object{{"artifactLocation", artifact_location(i)}})}}});
    }
    json::object invocation{{"executionSuccessful", notifications.empty()}};
    invocation["toolExecutionNotifications"] = std::move(notifications);
    return invocation;
  }

  json::array artifacts() const {
    json::array list;
    for (std::size_t i = 0; i < audit_.files.size(); ++i) {
      const AuditedFile& file = audit_.files[i];
      json::object artifact{{"location", json::object{{"uri", uris_[i]}}}, {"roles", json::array{"analysisTarget"}}};
      if (!file.error) {
        artifact["mimeType"] = mime_type(file.document.format);
        artifact["description"] = text_object(heading_of(file));
      }
      list.push_back(std::move(artifact));
    }
    return list;
  }

  static json::object physical(json::object place) { return json::object{{"physicalLocation", std::move(place)}}; }

  json::object artifact_location(std::size_t document) const { return {{"uri", uris_[document]}, {"index", document}}; }

  // Where lines mean nothing a viewer shows the file and, by its message, the page, the paragraph and the words.
  json::object location(const Place& place, std::size_t id) const {
    json::object spot{{"artifactLocation", artifact_location(place.document)}};
    const std::string where = place_words(audit_, place);
    json::object properties{{"paragraph", place.paragraph}};
    if (place.page > 0) properties["page"] = place.page;
    if (regions_[place.document].exist()) {
      json::object region = regions_[place.document].region(place.offset, place.length);
      if (place.length > 0) {
        region["snippet"] = json::object{{"text", harmless(std::string_view(quoted_text(audit_, place)))}};
      }
      spot["region"] = std::move(region);
    }
    json::object location = physical(std::move(spot));
    location["id"] = id;
    if (!where.empty()) location["logicalLocations"] = json::array{json::object{{"fullyQualifiedName", where}}};
    const std::string quote = quoted_text(audit_, place, longest_label);
    location["message"] = text_object(quote.empty() || where.empty() ? where + quote : where + "：" + quote);
    location["properties"] = std::move(properties);
    return location;
  }

  json::array results() {
    json::array list;
    for (std::size_t i = 0; i < audit_.files.size(); ++i) {
      std::map<std::string, int> alike;
      for (const Finding& finding : audit_.files[i].findings) list.push_back(result(finding, i, alike));
    }
    return list;
  }

  json::object result(const Finding& finding, std::size_t document, std::map<std::string, int>& alike) const {
    const std::vector<Place> places = places_of(audit_, finding.evidence);
    json::object object{{"ruleId", finding.rule}};
    if (const auto index = rule_index_.find(finding.rule); index != rule_index_.end()) {
      object["ruleIndex"] = index->second;
    }
    object["level"] = level_of(finding.severity);
    object["message"] = text_object(finding.message);
    json::array locations, related;
    for (std::size_t i = 0; i < places.size(); ++i) (i == 0 ? locations : related).push_back(location(places[i], i));
    if (places.empty()) {
      locations.push_back(physical(json::object{{"artifactLocation", artifact_location(document)}}));
    }
    object["locations"] = std::move(locations);
    if (!related.empty()) object["relatedLocations"] = std::move(related);
    object["partialFingerprints"] = json::object{{"statements/v1", fingerprint(finding, places, alike)}};
    json::object properties;
    if (!finding.stated.empty()) properties["stated"] = finding.stated;
    if (!finding.expected.empty()) properties["expected"] = finding.expected;
    if (!finding.difference.empty()) properties["difference"] = finding.difference;
    if (!properties.empty()) object["properties"] = std::move(properties);
    return object;
  }

  // What is said, not where: it stays the same when a paragraph is put in before. Findings alike are counted.
  std::string fingerprint(const Finding& finding, const std::vector<Place>& places,
                          std::map<std::string, int>& alike) const {
    std::string said = finding.rule;
    for (const Place& place : places) {
      said += '\n';
      said += to_utf8(statement_around(audit_.files[place.document].document, place.span).text);
      said += '\n';
      said += quoted_text(audit_, place);
    }
    const int number = ++alike[said];
    return sha256_hex(said).substr(0, 32) + ":" + std::to_string(number);
  }

  const Audit& audit_;
  const pack::RuleSet& rules_;
  const OutputOptions& options_;
  std::vector<std::string> uris_;
  std::vector<Regions> regions_;
  std::map<std::string, std::size_t, std::less<>> rule_index_;
};

}  // namespace

Result<std::string> write_sarif(const Audit& audit, const pack::RuleSet& rules, const OutputOptions& options) {
  const json::object log{
      {"$schema", schema}, {"version", "2.1.0"}, {"runs", json::array{Log(audit, rules, options).run()}}};
  return json::serialize(log) + "\n";
}

}  // namespace jiheng::audit
