#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "audit/output/outputs.h"
#include "small_audit.h"

namespace jiheng::audit {
namespace {

namespace json = boost::json;

std::string sarif_of(const Audit& audit) {
  OutputOptions options;
  options.version = "0.1.0";
  return write_sarif(audit, small_rules(), options).value();
}

json::value run_of(const Audit& audit) {
  return json::parse(sarif_of(audit)).at("runs").at(0);
}

std::string text_of(const json::value& value) {
  return in_lines(json::serialize(value));
}

// By the schema that comes with the SARIF tools (tests/audit/output/data).
int validated(const std::string& sarif, const std::string& name) {
  const auto file = std::filesystem::temp_directory_path() / name;
  std::ofstream(file, std::ios::binary) << sarif;
  const std::string folder = std::string(JIHENG_SOURCE_DIR) + "/tests/audit/output/";
  const int result = std::system(("python3 '" + folder + "validate_sarif.py' '" + file.string() + "'").c_str());
  std::filesystem::remove(file);
  return result;
}

TEST(AuditSarif, MeetsTheSchema) {
  EXPECT_EQ(validated(sarif_of(small_audit()), "jiheng-small.sarif"), 0);
  EXPECT_EQ(validated(sarif_of(clean_audit()), "jiheng-clean.sarif"), 0);
  EXPECT_EQ(validated(sarif_of(hostile_audit()), "jiheng-hostile.sarif"), 0);
  EXPECT_EQ(validated(sarif_of(Audit{}), "jiheng-none.sarif"), 0);
  // The validator does refuse what is no SARIF.
  std::string broken = sarif_of(small_audit());
  broken.replace(broken.find("\"level\":\"error\""), 15, "\"level\":\"grave\"");
  EXPECT_NE(validated(broken, "jiheng-broken.sarif"), 0);
}

TEST(AuditSarif, DescribesEveryRule) {
  const auto driver = run_of(small_audit()).at("tool").at("driver");
  EXPECT_EQ(driver.at("rules").as_array().size(), 5u);
  EXPECT_EQ(
      text_of(driver.at("rules").at(1)),
      R"({"id":"missing.score","name":"缺少自评得分","shortDescription":{"text":"缺少自评得分"},"fullDescription":{"text":"报告没有写出自评得分。"},"help":{"text":"报告没有写出自评得分。\n\n依据：自评办法（未核实）"},"defaultConfiguration":{"level":"error"},"properties":{"source":"自评办法","verified":false}})");
}

TEST(AuditSarif, TellsResultsWithPlacesInLines) {
  EXPECT_EQ(
      text_of(run_of(small_audit()).at("results").at(0)),
      R"({"ruleId":"ratio","ruleIndex":0,"level":"error","message":{"text":"“99.60%”与3,229.13万元÷3,392.15万元不能同时成立：计算为95.19%"},"locations":[
{"physicalLocation":{"artifactLocation":{"uri":"%E7%94%B2%E5%B1%80%20%E6%8A%A5%E5%91%8A.txt","index":0},"region":{"startLine":6,"startColumn":4,"endLine":6,"endColumn":10,"charOffset":70,"charLength":6,"snippet":{"text":"99.60%"}}},"id":0,"logicalLocations":[
{"fullyQualifiedName":"第1页 第3段"}],"message":{"text":"第1页 第3段：99.60%"},"properties":{"paragraph":3,"page":1}}],"relatedLocations":[
{"physicalLocation":{"artifactLocation":{"uri":"%E7%94%B2%E5%B1%80%20%E6%8A%A5%E5%91%8A.txt","index":0},"region":{"startLine":5,"startColumn":20,"endLine":5,"endColumn":30,"charOffset":55,"charLength":10,"snippet":{"text":"3,229.13万元"}}},"id":1,"logicalLocations":[
{"fullyQualifiedName":"第1页 第3段"}],"message":{"text":"第1页 第3段：3,229.13万元"},"properties":{"paragraph":3,"page":1}},
{"physicalLocation":{"artifactLocation":{"uri":"%E7%94%B2%E5%B1%80%20%E6%8A%A5%E5%91%8A.txt","index":0},"region":{"startLine":5,"startColumn":7,"endLine":5,"endColumn":17,"charOffset":42,"charLength":10,"snippet":{"text":"3,392.15万元"}}},"id":2,"logicalLocations":[
{"fullyQualifiedName":"第1页 第3段"}],"message":{"text":"第1页 第3段：3,392.15万元"},"properties":{"paragraph":3,"page":1}}],"partialFingerprints":{"statements/v1":"4c8dc141168eebf50916a41160b363ab:1"},"properties":{"stated":"99.60%","expected":"95.19%","difference":"4.41个百分点"}})");
}

// As editors count: a character beyond the basic plane is two.
TEST(AuditSarif, CountsUtf16CodeUnits) {
  const std::vector<reading::Document> documents = {
      ReportMaker("𠮷.txt").paragraph("𠮷县一").paragraph("😀支出𠮷99%。").done()};
  Audit audit;
  audit.files.resize(1);
  audit.files[0].file = "𠮷.txt";
  audit.files[0].document = documents[0];
  audit.files[0].findings = {finding("ratio", Severity::error, "不符", {evidence_at(documents, 0, "𠮷99%")})};
  const json::value run = run_of(audit);
  EXPECT_EQ(run.at("columnKind").as_string(), "utf16CodeUnits");
  EXPECT_EQ(
      text_of(run.at("results").at(0).at("locations").at(0).at("physicalLocation").at("region")),
      R"({"startLine":3,"startColumn":7,"endLine":3,"endColumn":12,"charOffset":14,"charLength":5,"snippet":{"text":"𠮷99%"}})");
}

TEST(AuditSarif, NamesPlacesWhereTheFileIsNoText) {
  const auto location = run_of(small_audit()).at("results").at(4).at("locations").at(0);
  EXPECT_EQ(
      text_of(location),
      R"({"physicalLocation":{"artifactLocation":{"uri":"b/%E4%B9%99%E5%B1%80.docx","index":1}},"id":0,"logicalLocations":[
{"fullyQualifiedName":"第1段"}],"message":{"text":"第1段"},"properties":{"paragraph":1}})");
}

TEST(AuditSarif, RelatesEvidenceOfTheOtherFile) {
  const auto result = run_of(small_audit()).at("results").at(2);
  EXPECT_EQ(result.at("relatedLocations").at(0).at("physicalLocation").at("artifactLocation").at("uri").as_string(),
            "b/%E4%B9%99%E5%B1%80.docx");
}

TEST(AuditSarif, NotifiesOfFilesThatCannotBeRead) {
  EXPECT_EQ(text_of(run_of(small_audit()).at("invocations")), R"([
{"executionSuccessful":false,"toolExecutionNotifications":[
{"descriptor":{"id":"reading.encrypted"},"level":"error","message":{"text":"“c.pdf”有密码，无法读取"},"locations":[
{"physicalLocation":{"artifactLocation":{"uri":"c.pdf","index":2}}}]}]}])");
  EXPECT_EQ(text_of(run_of(clean_audit()).at("invocations")),
            R"([
{"executionSuccessful":true,"toolExecutionNotifications":[]}])");
}

TEST(AuditSarif, FingerprintsOutliveAnInsertedParagraph) {
  const auto fingerprint = [](const Audit& audit) {
    return text_of(run_of(audit).at("results").at(0).at("partialFingerprints"));
  };
  const auto audit_of = [](const reading::Document& document) {
    Audit audit;
    audit.files.resize(1);
    audit.files[0].file = document.file;
    audit.files[0].document = document;
    audit.files[0].findings = {finding("ratio", Severity::error, "不符", {evidence_at({document}, 0, "支出率99%")})};
    return audit;
  };
  const std::string before = fingerprint(audit_of(ReportMaker("a.txt").paragraph("支出率99%。").done()));
  const std::string after =
      fingerprint(audit_of(ReportMaker("a.txt").paragraph("新写的一段。").paragraph("支出率99%。").done()));
  const std::string other = fingerprint(audit_of(ReportMaker("a.txt").paragraph("其中支出率99%。").done()));
  EXPECT_EQ(before, after);
  EXPECT_NE(before, other);
}

TEST(AuditSarif, AlikeFindingsHaveTheirOwnFingerprints) {
  Audit audit = small_audit();
  audit.files[0].findings[1] = audit.files[0].findings[0];
  const auto results = run_of(audit).at("results");
  EXPECT_NE(results.at(0).at("partialFingerprints"), results.at(1).at("partialFingerprints"));
}

TEST(AuditSarif, TextsOfReportsAreNoLinksOfTheViewer) {
  const std::string message(run_of(hostile_audit()).at("results").at(0).at("message").at("text").as_string());
  EXPECT_NE(message.find("\\[点这里\\](http://example.test)"), std::string::npos);
  EXPECT_NE(message.find("@{{0}}"), std::string::npos);
}

TEST(AuditSarif, PathsBecomeAddresses) {
  Audit audit = clean_audit();
  const auto uri = [&](const char* file) {
    audit.files[0].file = file;
    return std::string(run_of(audit).at("artifacts").at(0).at("location").at("uri").as_string());
  };
  EXPECT_EQ(uri("/a b/c#d.txt"), "file:///a%20b/c%23d.txt");
  EXPECT_EQ(uri("./x/../y.txt"), "y.txt");
  EXPECT_EQ(uri("javascript:1"), "javascript%3A1");
}

}  // namespace
}  // namespace jiheng::audit
