#include "sheet/xml.h"

#include <expat.h>

#include <memory>

namespace jiheng::sheet {
namespace {

constexpr int deepest = 64;
constexpr int piece_bytes = 64 << 10;

XML_Parser parser_of(void* parser) {
  return static_cast<XML_Parser>(parser);
}

}  // namespace

std::string_view without_prefix(std::string_view name) {
  const std::size_t colon = name.rfind(':');
  return colon == name.npos ? name : name.substr(colon + 1);
}

std::string_view Attributes::operator[](std::string_view name) const {
  for (const char** pair = pairs_; *pair != nullptr; pair += 2) {
    if (without_prefix(pair[0]) == name) return pair[1];
  }
  return "";
}

struct XmlReader::Callbacks {
  static void XMLCALL start(void* self, const XML_Char* name, const XML_Char** attributes) {
    auto& reader = *static_cast<XmlReader*>(self);
    if (reader.stopped_) return;
    if (++reader.depth_ > deepest) {
      return reader.stop_damaged("nested too deeply");
    }
    reader.handler_.start(without_prefix(name), Attributes(attributes));
  }
  static void XMLCALL end(void* self, const XML_Char* name) {
    auto& reader = *static_cast<XmlReader*>(self);
    --reader.depth_;
    if (!reader.stopped_) reader.handler_.end(without_prefix(name));
  }
  static void XMLCALL text(void* self, const XML_Char* text, int size) {
    auto& reader = *static_cast<XmlReader*>(self);
    if (!reader.stopped_) reader.handler_.text({text, static_cast<std::size_t>(size)});
  }
  static void XMLCALL document_type(void* self, const XML_Char*, const XML_Char*, const XML_Char*, int) {
    static_cast<XmlReader*>(self)->stop_damaged("document type");
  }
};

void XmlReader::stop() {
  stopped_ = true;
  XML_StopParser(parser_of(parser_), XML_FALSE);
}

void XmlReader::stop(Error error) {
  if (!stopped_) status_ = fail(std::move(error));
  stop();
}

void XmlReader::stop_damaged(std::string detail) {
  stop(make_error("sheet.damaged", {}, std::move(detail)));
}

Status XmlReader::read(Part& part, const std::function<void(std::uint64_t)>& each_piece) {
  struct Free {
    void operator()(XML_Parser parser) const { XML_ParserFree(parser); }
  };
  const std::unique_ptr<XML_ParserStruct, Free> parser(XML_ParserCreate(nullptr));
  const auto damaged = [&](std::string detail) { return fail("sheet.damaged", {}, std::move(detail)); };
  if (!parser) return damaged("out of memory");
  parser_ = parser.get();
  depth_ = 0;
  stopped_ = false;
  status_ = {};
  XML_SetUserData(parser.get(), this);
  XML_SetElementHandler(parser.get(), Callbacks::start, Callbacks::end);
  XML_SetCharacterDataHandler(parser.get(), Callbacks::text);
  XML_SetStartDoctypeDeclHandler(parser.get(), Callbacks::document_type);
  for (std::uint64_t done = 0;;) {
    void* buffer = XML_GetBuffer(parser.get(), piece_bytes);
    if (buffer == nullptr) return damaged("out of memory");
    const auto count = part.read({static_cast<char*>(buffer), piece_bytes});
    if (!count) return fail(count.error());
    const bool last = *count == 0;
    const XML_Status parsed = XML_ParseBuffer(parser.get(), static_cast<int>(*count), last);
    if (stopped_) return status_;
    if (parsed != XML_STATUS_OK) return damaged(XML_ErrorString(XML_GetErrorCode(parser.get())));
    done += *count;
    if (each_piece) each_piece(done);
    if (last) return {};
  }
}

}  // namespace jiheng::sheet
