#include "document-reader/payload/vds_payload.h"

#include <utility>

#include "document-reader/payload/vds.h"
#include "document-reader/payload/vds_features.h"
#include "document-reader/payload/vds_text.h"
#include "document-reader/payload/vds_trust.h"

namespace garita::reader {
namespace {

/// ICAO Datastructure for Barcode: "RDB1", "NDB1" and base32.
bool is_datastructure_for_barcode(ByteView content) {
  const auto text = text_of(content);
  return text.size() > 4 && (text[0] == 'R' || text[0] == 'N') && text.substr(1, 2) == "DB" &&
         text[3] >= '1' && text[3] <= '9';
}

}  // namespace

bool begins_like_seal(ByteView content) {
  const bool as_bytes = content.size() > 2 && content[0] == kSealMagic;
  const bool as_text = content.size() > 3 && content[0] == 0xC3 && content[1] == 0x9C;
  if (!as_bytes && !as_text) return false;
  const auto version = content[as_bytes ? 1 : 2];
  return version == 0x02 || version == 0x03;
}

Result<Payload> read_seal(ByteView content, const PayloadContext& context) {
  if (is_datastructure_for_barcode(content)) {
    return fail(Remedy::kReject,
                "this is an ICAO Datastructure for Barcode, the successor of seals, which is not "
                "read yet");
  }
  const auto bytes = seal_bytes_of(content);
  GARITA_TRY(seal, parse_seal(bytes));
  auto features = read_seal_features(seal, context.today);
  Payload payload;
  payload.kind = PayloadKind::kVds;
  const auto& header = seal.header;
  payload.fields = {
      {"seal_version", std::to_string(header.version)},
      {"seal_issuing_state", header.issuing_state},
      {"seal_definition", header.definition.text()},
      {"document_issue_date", header.issued.iso()},
      {"signature_date", header.signed_on.iso()},
  };
  payload.fields.insert(payload.fields.end(), features.fields.begin(), features.fields.end());
  payload.seal = judge_seal(seal, features, context.trust);
  payload.warnings = std::move(features.warnings);
  // A day of tolerance: the seal's date is that of the signer's zone.
  if (header.signed_on > context.today.plus(std::chrono::days{1})) {
    payload.warnings.push_back("the seal says that it was signed on " + header.signed_on.iso() +
                               ", which is still to come");
  }
  for (std::size_t i = 1; i < features.faults.size(); ++i) {
    payload.warnings.push_back("also wrong in its form: " + features.faults[i]);
  }
  return payload;
}

}  // namespace garita::reader
