#pragma once

#include "document-reader/payload/payload.h"

namespace garita::reader {

/// A driving licence or identity card of the USA, Canada or Mexico: AAMVA DL/ID card design
/// standard, versions 01 (2000) to 10 (2020), Annex D; newer ones as far as 10 goes. Fields beside
/// those of every payload: document_type ("driving_licence", "identity_card"), aamva_version,
/// jurisdiction_version, issuer_number, issuing_jurisdiction ("CT"), first_name and middle_names
/// where the card tells them apart, name_suffix, issue_date, address_street, address_city,
/// address_jurisdiction, address_postal_code, height_cm, eye_colour, vehicle_class, restrictions,
/// endorsements and others of aamva_elements. What has no name here, an issuer's own elements (Z…)
/// and values that are not what their element says keep the element's id as their name.
/// Remedy: reject, when the header is damaged or the card names neither its number nor its holder.
[[nodiscard]] Result<Payload> read_aamva(ByteView bytes);

}  // namespace garita::reader
