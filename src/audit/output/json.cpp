#include <boost/json.hpp>

#include "audit/output/outputs.h"
#include "audit/output/places.h"
#include "base/text.h"

namespace jiheng::audit {
namespace {

namespace json = boost::json;

// A file's name may be any bytes.
std::string utf8(std::string_view text) {
  return find_invalid_utf8(text) == text.npos ? std::string(text) : to_utf8(to_code_points(text));
}

json::array evidence_list(const Audit& audit, const std::vector<Evidence>& evidence) {
  json::array list;
  for (const Place& place : places_of(audit, evidence)) {
    json::object piece{{"file", utf8(audit.files[place.document].file)}};
    piece["page"] = place.page > 0 ? json::value(place.page) : json::value(nullptr);
    piece["paragraph"] = place.paragraph > 0 ? json::value(place.paragraph) : json::value(nullptr);
    piece["offset"] = place.offset;
    piece["length"] = place.length;
    piece["text"] = quoted_text(audit, place);
    list.push_back(std::move(piece));
  }
  return list;
}

json::array finding_list(const Audit& audit, const AuditedFile& file) {
  json::array list;
  for (const Finding& finding : file.findings) {
    list.push_back(json::object{{"rule", finding.rule},
                                {"severity", severity_id(finding.severity)},
                                {"message", finding.message},
                                {"stated", finding.stated},
                                {"expected", finding.expected},
                                {"difference", finding.difference},
                                {"evidence", evidence_list(audit, finding.evidence)}});
  }
  return list;
}

json::array claim_list(const Audit& audit, const AuditedFile& file) {
  json::array list;
  for (const Claim& claim : file.claims) {
    json::array values;
    for (const std::string& value : claim.values) values.emplace_back(value);
    json::object tested{{"relation", name(claim.relation)}, {"holds", claim.holds}, {"values", std::move(values)}};
    if (!claim.assumption.empty()) tested["assumption"] = claim.assumption;
    tested["evidence"] = evidence_list(audit, claim.evidence);
    list.push_back(std::move(tested));
  }
  return list;
}

json::object document_object(const Audit& audit, const AuditedFile& file, const OutputOptions& options) {
  json::object object{{"file", utf8(file.file)},
                      {"title", to_utf8(file.outline.title)},
                      {"unit", to_utf8(file.outline.unit)},
                      {"year", file.outline.year > 0 ? json::value(file.outline.year) : json::value(nullptr)},
                      {"characters", file.document.original_size()},
                      {"figures", file.figures}};
  object["claims"] = options.claims ? json::value(claim_list(audit, file)) : json::value(file.relations_tested());
  object["findings"] = finding_list(audit, file);
  if (file.accepted > 0) object["accepted"] = file.accepted;
  if (file.error) object["error"] = json::object{{"code", file.error->code}, {"message", file.error->message}};
  return object;
}

}  // namespace

Result<std::string> write_json(const Audit& audit, const pack::RuleSet&, const OutputOptions& options) {
  json::array documents;
  for (const AuditedFile& file : audit.files) documents.push_back(document_object(audit, file, options));
  const json::object whole{
      {"documents", std::move(documents)},
      {"summary", {{"errors", audit.errors}, {"warnings", audit.warnings}, {"infos", audit.infos}}}};
  return json::serialize(whole) + "\n";
}

}  // namespace jiheng::audit
