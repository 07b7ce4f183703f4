#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "audit/output/outputs.h"
#include "small_audit.h"

namespace jiheng::audit {
namespace {

std::string json_of(const Audit& audit, bool claims = false) {
  OutputOptions options;
  options.claims = claims;
  return write_json(audit, small_rules(), options).value();
}

TEST(AuditJson, WritesTheWholeContract) {
  EXPECT_EQ(in_lines(json_of(small_audit())), R"({"documents":[
{"file":"甲局 报告.txt","title":"2023年度甲局部门整体支出绩效自评报告","unit":"甲局","year":2023,"characters":165,"figures":6,"claims":2,"findings":[
{"rule":"ratio","severity":"error","message":"“99.60%”与3,229.13万元÷3,392.15万元不能同时成立：计算为95.19%","stated":"99.60%","expected":"95.19%","difference":"4.41个百分点","evidence":[
{"file":"甲局 报告.txt","page":1,"paragraph":3,"offset":70,"length":6,"text":"99.60%"},
{"file":"甲局 报告.txt","page":1,"paragraph":3,"offset":55,"length":10,"text":"3,229.13万元"},
{"file":"甲局 报告.txt","page":1,"paragraph":3,"offset":42,"length":10,"text":"3,392.15万元"}]},
{"rule":"coincidence","severity":"info","message":"“2023件”与年度2023相同，请核对是否误填","stated":"","expected":"","difference":"","evidence":[
{"file":"甲局 报告.txt","page":1,"paragraph":3,"offset":83,"length":5,"text":"2023件"}]},
{"rule":"copy.across","severity":"warning","message":"与“乙局.docx”有19个字雷同","stated":"","expected":"","difference":"","evidence":[
{"file":"甲局 报告.txt","page":1,"paragraph":4,"offset":93,"length":18,"text":"持续优化营商环境，群众满意度不断提升"},
{"file":"b/乙局.docx","page":null,"paragraph":2,"offset":26,"length":18,"text":"持续优化营商环境，群众满意度不断提升"}]},
{"rule":"score.no-evidence","severity":"warning","message":"“服务满意度”得满分，而完成值“好”不是数值","stated":"","expected":"","difference":"","evidence":[
{"file":"甲局 报告.txt","page":2,"paragraph":11,"offset":156,"length":2,"text":"10"},
{"file":"甲局 报告.txt","page":2,"paragraph":12,"offset":162,"length":1,"text":"好"}]}]},
{"file":"b/乙局.docx","title":"2023年度乙局部门整体支出绩效自评报告","unit":"","year":2023,"characters":47,"figures":1,"claims":0,"findings":[
{"rule":"missing.score","severity":"error","message":"没有写出自评得分","stated":"","expected":"","difference":"","evidence":[
{"file":"b/乙局.docx","page":null,"paragraph":1,"offset":2,"length":0,"text":""}]}],"accepted":1},
{"file":"c.pdf","title":"","unit":"","year":null,"characters":0,"figures":0,"claims":0,"findings":[],"error":{"code":"reading.encrypted","message":"“c.pdf”有密码，无法读取"}}],"summary":{"errors":2,"warnings":2,"infos":1}}
)");
}

TEST(AuditJson, ListsClaimsWhenAsked) {
  const auto parsed = boost::json::parse(json_of(small_audit(), true));
  EXPECT_EQ(in_lines(boost::json::serialize(parsed.at("documents").at(0).at("claims"))), R"([
{"relation":"ratio","holds":false,"values":["3,229.13万元","3,392.15万元","99.60%"],"evidence":[
{"file":"甲局 报告.txt","page":1,"paragraph":3,"offset":70,"length":6,"text":"99.60%"},
{"file":"甲局 报告.txt","page":1,"paragraph":3,"offset":55,"length":10,"text":"3,229.13万元"}]},
{"relation":"dates","holds":true,"values":["2023"],"assumption":"按题目的年度","evidence":[]}])");
  EXPECT_EQ(boost::json::serialize(parsed.at("documents").at(1).at("claims")), "[]");
}

TEST(AuditJson, OffsetsLeadToTheWordsInTheFile) {
  const Audit audit = small_audit();
  const auto parsed = boost::json::parse(json_of(audit));
  const auto& piece = parsed.at("documents").at(0).at("findings").at(2).at("evidence").at(0);
  const auto offset = piece.at("offset").to_number<std::size_t>(), length = piece.at("length").to_number<std::size_t>();
  EXPECT_EQ(to_utf8(audit.files[0].document.original.substr(offset, length)), "持续优化营商环境，群众满意度不断提升");
}

TEST(AuditJson, HostileTextsStayText) {
  const auto parsed = boost::json::parse(json_of(hostile_audit(), true));
  const auto& file = parsed.at("documents").at(0);
  EXPECT_EQ(file.at("findings").at(0).at("evidence").as_array().size(), 2u);  // the third is of no document
  EXPECT_EQ(to_utf8(hostile_audit().files[0].outline.title), file.at("title").as_string());
}

TEST(AuditJson, AFileNameOfAnyBytesIsWrittenAsText) {
  Audit audit = clean_audit();
  audit.files[0].file = "\xC8\xD5.txt";
  EXPECT_EQ(boost::json::parse(json_of(audit)).at("documents").at(0).at("file").as_string(), "\uFFFD\uFFFD.txt");
}

}  // namespace
}  // namespace jiheng::audit
