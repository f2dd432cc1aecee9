// The JSON of an enrolment, its request and its answer.
#include "schema/record/enrolment.h"

namespace garita {
namespace {

template <typename T>
void check_rewritten(const Result<T>& first, Result<T> (*parse)(std::string_view)) {
  if (!first) return;
  const auto again = parse(to_json(*first));
  ensure(again && *again == *first, "what was read can be written");
}

}  // namespace
}  // namespace garita

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace garita;
  const auto text = text_of({data, size});
  check_rewritten(parse_enrolment(text), parse_enrolment);
  check_rewritten(parse_enrolment_request(text), parse_enrolment_request);
  check_rewritten(parse_enrolment_answer(text), parse_enrolment_answer);
  return 0;
}
