#include "base/temporary_file.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace jiheng {
namespace {

TEST(TemporaryFile, GivesBackWhatWasWrittenToItsPathAndIsGoneWithIt) {
  std::string path;
  {
    const TemporaryFile file;
    ASSERT_TRUE(file.is_open());
    path = file.path();
    EXPECT_EQ(file.read(), "");
    const std::string bytes("a\0\r\n\xff", 5);
    std::ofstream(path, std::ios::binary) << bytes;
    EXPECT_EQ(file.read(), bytes);
  }
  EXPECT_FALSE(std::filesystem::exists(path));
}

TEST(TemporaryFile, IsAnotherFileEachTime) {
  const TemporaryFile one, other;
  EXPECT_NE(one.path(), other.path());
}

}  // namespace
}  // namespace jiheng
