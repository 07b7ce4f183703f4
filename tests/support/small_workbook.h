// Workbooks made by hand, part by part, for the tests of sheet/ and ledger/ and their fuzz targets.
#pragma once

#include <zip.h>

#include <cstring>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

namespace jiheng::testing {

inline std::string zip_of(const std::map<std::string, std::string>& parts) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* target = zip_source_buffer_create(nullptr, 0, 0, &error);
  zip_source_keep(target);
  zip_t* archive = zip_open_from_source(target, ZIP_TRUNCATE, &error);
  if (archive == nullptr) throw std::runtime_error("zip");
  for (const auto& [path, content] : parts) {
    zip_file_add(archive, path.c_str(), zip_source_buffer(archive, content.data(), content.size(), 0), 0);
  }
  if (zip_close(archive) != 0) throw std::runtime_error("zip");
  zip_stat_t about;
  zip_source_stat(target, &about);
  std::string bytes(about.size, '\0');
  zip_source_open(target);
  zip_source_read(target, bytes.data(), bytes.size());
  zip_source_close(target);
  zip_source_free(target);
  return bytes;
}

struct SmallSheet {
  std::string title;
  std::string rows;  // what stands between <sheetData> and </sheetData>
  std::string state = "visible";
  std::string after = {};  // what follows </sheetData>
};

struct SmallWorkbook {
  std::vector<SmallSheet> sheets;
  std::vector<std::string> strings;  // <si> contents
  std::string formats;               // <numFmt …/>
  std::vector<int> styles = {0};     // number format of each cell style
  std::string properties;            // <workbookPr …/>
  bool strict = false;

  std::map<std::string, std::string> parts() const {
    const std::string main = strict ? "http://purl.oclc.org/ooxml/spreadsheetml/main"
                                    : "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const std::string relations = strict ? "http://purl.oclc.org/ooxml/officeDocument/relationships"
                                         : "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const std::string head = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>";
    const std::string rels =
        head + "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">";
    std::map<std::string, std::string> out;
    out["_rels/.rels"] = rels + "<Relationship Id=\"rId1\" Type=\"" + relations +
                         "/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>";
    std::string list, links;
    for (std::size_t i = 0; i < sheets.size(); ++i) {
      const std::string number = std::to_string(i + 1);
      list += "<sheet name=\"" + sheets[i].title + "\" sheetId=\"" + number + "\" state=\"" + sheets[i].state +
              "\" r:id=\"rId" + number + "\"/>";
      links += "<Relationship Id=\"rId" + number + "\" Type=\"" + relations + "/worksheet\" Target=\"worksheets/sheet" +
               number + ".xml\"/>";
      out["xl/worksheets/sheet" + number + ".xml"] = head + "<worksheet xmlns=\"" + main + "\"><sheetData>" +
                                                     sheets[i].rows + "</sheetData>" + sheets[i].after + "</worksheet>";
    }
    out["xl/workbook.xml"] = head + "<workbook xmlns=\"" + main + "\" xmlns:r=\"" + relations + "\">" + properties +
                             "<sheets>" + list + "</sheets></workbook>";
    out["xl/_rels/workbook.xml.rels"] = rels + links + "<Relationship Id=\"s\" Type=\"" + relations +
                                        "/styles\" Target=\"styles.xml\"/><Relationship Id=\"t\" Type=\"" + relations +
                                        "/sharedStrings\" Target=\"/xl/sharedStrings.xml\"/></Relationships>";
    std::string texts, cells;
    for (const std::string& string : strings) texts += "<si>" + string + "</si>";
    for (const int style : styles) cells += "<xf numFmtId=\"" + std::to_string(style) + "\"/>";
    out["xl/sharedStrings.xml"] = head + "<sst xmlns=\"" + main + "\">" + texts + "</sst>";
    out["xl/styles.xml"] = head + "<styleSheet xmlns=\"" + main + "\"><numFmts>" + formats +
                           "</numFmts><cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs><cellXfs>" + cells +
                           "</cellXfs></styleSheet>";
    return out;
  }
  std::string bytes() const { return zip_of(parts()); }
};

// A row of texts, each written in its cell: <row><c t="inlineStr">…
inline std::string text_row(const std::vector<std::string>& texts) {
  std::string out = "<row>";
  for (const std::string& text : texts) {
    out += text.empty() ? "<c/>" : "<c t=\"inlineStr\"><is><t>" + text + "</t></is></c>";
  }
  return out + "</row>";
}

}  // namespace jiheng::testing
