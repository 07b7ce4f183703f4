// The parts of a DOCX that are the same in every report: styles, fonts, footers, settings. Internal to src/report.
// Thread-safety: constants.
#pragma once

#include <string_view>

namespace jiheng::report {

extern const std::string_view docx_content_types;
extern const std::string_view docx_root_relations;
extern const std::string_view docx_document_relations;
extern const std::string_view docx_app;
extern const std::string_view docx_settings;
extern const std::string_view docx_font_table;
extern const std::string_view docx_styles;
extern const std::string_view docx_footer_odd;
extern const std::string_view docx_footer_even;

// After the last block: A4 (twips), margins 37/26/35/28 mm, and the 22 × 28 grid of 16 pt characters.
extern const std::string_view docx_section;

// Type area in twips: 156 mm.
inline constexpr int docx_area_width = 8844;

}  // namespace jiheng::report
