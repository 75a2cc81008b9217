#include "broker/world_test.h"

#include "age/recipient.h"
#include "base/hex.h"
#include "codec/json.h"
#include "contract/binding.h"
#include "crypto/jwe.h"
#include "crypto/jws.h"
#include "image/registers.h"

namespace anchorhold::broker {
namespace {

namespace kbs = net::kbs;

Digest384 agent_digest() {
  Digest384 agent;
  agent.fill(9);
  return agent;
}

// measured: the register that one digest was extended into.
Digest384 measured(const Digest384& digest) {
  return image::extend(Digest384{}, digest);
}

crypto::EphemeralKey guest_key(uint64_t seed) {
  testkit::FixedRandom random(seed);
  return crypto::EphemeralKey::generate(random).value();
}

}  // namespace

Folder::Folder(const char* parent) {
  std::string name =
      (parent != nullptr ? std::filesystem::path(parent) : std::filesystem::temp_directory_path()) /
      "anchorhold-broker-XXXXXX";
  path_ = ::mkdtemp(name.data());
}

Folder::~Folder() {
  std::filesystem::remove_all(path_);
}

World::World() {
  testkit::FixedRandom random(7);
  for (const char* party : {"hospital-a", "hospital-b", "lab"}) {
    keys_.emplace(party, crypto::PrivateKey::generate(crypto::Algorithm::ed25519, random).value());
  }
}

contract::Contract World::contract() const {
  testkit::FixedRandom random(8);
  contract::Contract out;
  out.name = "study";
  out.purpose = "a test";
  out.lineage = std::string(32, 'a');
  out.not_after = now() + std::chrono::hours(24);
  for (const auto& [name, key] : keys_) {
    contract::Party party{{contract::Role::workload_provider}, key.public_key(), {}, {}, {}};
    if (name != "lab") {
      party.roles = {contract::Role::data_owner, contract::Role::recipient};
      party.recipient = age::Identity::generate(random)->recipient().to_string();
    }
    out.parties.emplace(name, party);
  }
  out.workload = {"fit", "lab", "sha256:" + std::string(64, '1'), {}, {}, {}};
  out.tee.accept = {TeeKind::software};
  out.tee.software_roots = {nsm::root_of(forge_.anchor())};
  out.tee.max_age = std::chrono::minutes(2);
  const nsm::Document document = forge_.document();
  out.measurements[TeeKind::software] = {
      document.pcrs.at(0), measured(agent_digest()), document.pcrs.at(2), {}};
  out.agents = {agent_digest()};
  out.inputs = {{"cohort-a", {"hospital-a", {}}}, {"cohort-b", {"hospital-b", {}}}};
  contract::Output output;
  output.recipients = {"hospital-a"};
  output.max_bytes = 1000;
  out.outputs.emplace("model", output);
  out.budget_runs = 2;
  out.amend_at_least = 3;
  return out;
}

contract::SealedContract World::seal(const contract::Contract& contract,
                                     std::vector<std::string> signers) const {
  std::vector<crypto::Signer> list;
  for (const std::string& party : signers) list.push_back({&key(party), party});
  const std::string jws =
      must(crypto::sign_jws(contract::encode_contract(contract), contract::kContractType, list));
  return must(contract::parse_sealed("contract", jws));
}

Keystore World::keystore(const std::string& folder,
                         const contract::SealedContract& contract) const {
  testkit::FixedRandom random(9);
  Keystore keystore = must(Keystore::create(folder, "hospital-a", random));
  MemorySource plain(bytes_of("patients"));
  MemorySink cipher;
  must(encrypt_input(keystore, contract, "cohort-a", plain, cipher, random, now()));
  return keystore;
}

Guest::Guest(const World& world, Broker& broker, const contract::SealedContract& contract,
             uint64_t seed)
    : broker_(broker),
      contract_(contract),
      forge_(&world.forge()),
      key_(guest_key(seed)),
      now_(world.now()) {}

net::HttpResponse Guest::send(std::string method, std::string target, std::string_view body) {
  net::HttpRequest request{std::move(method), std::move(target), {}, copy_of(bytes_of(body))};
  if (!session.empty()) request.headers.add("Cookie", "kbs-session-id=" + session);
  return broker_.handle(request, now_);
}

net::HttpResponse Guest::auth(std::string_view tee) {
  session.clear();
  net::HttpResponse response =
      send("POST", std::string(kbs::auth_path), kbs::encode_request({"0.4.0", std::string(tee)}));
  if (response.status == 200) {
    nonce_ = kbs::parse_challenge(text_of(response.body))->nonce;
    session = kbs::cookie_value(*response.headers.find("Set-Cookie"), kbs::session_cookie).value();
  }
  return response;
}

kbs::Attestation Guest::evidence(const Bend& bend) const {
  kbs::Attestation attestation;
  attestation.nonce = nonce_;
  attestation.tee_pubkey = key_.public_key().to_kbs_jwk();
  nsm::Document document = forge_->document();
  document.pcrs[1] = measured(agent_digest());
  document.pcrs[16] = image::contract_register(contract_.digest);
  document.nonce = kbs::nonce_bytes(nonce_).value();
  document.user_data = copy_of(contract::kbs_user_data(nonce_, attestation.tee_pubkey));
  document.public_key = key_.public_key().spki();
  if (bend) bend(document);
  attestation.primary_evidence = kbs::encode_evidence(forge_->sign(document));
  return attestation;
}

net::HttpResponse Guest::attest(const Bend& bend) {
  return attest_with(evidence(bend));
}

net::HttpResponse Guest::attest_with(const kbs::Attestation& attestation) {
  return send("POST", std::string(kbs::attest_path), kbs::encode_attestation(attestation));
}

net::HttpResponse Guest::resource(std::string_view input) {
  return send("GET", kbs::resource_path(to_hex(contract_.digest), "key", input), "");
}

net::HttpResponse Guest::handshake(std::string_view input) {
  if (net::HttpResponse response = auth(); response.status != 200) return response;
  if (net::HttpResponse response = attest(); response.status != 200) return response;
  return resource(input);
}

Result<contract::Release> Guest::open(const net::HttpResponse& response) const {
  AH_ASSIGN(const SecretBytes plain, crypto::decrypt_jwe("JWE", text_of(response.body), key_));
  AH_ASSIGN(const auto resource, contract::split_release_resource(plain.view()));
  return contract::verify_release(
      contract_.contract, {contract_.digest, "cohort-a", key_.public_key().thumbprint(), nonce_},
      resource);
}

std::string why(const net::HttpResponse& response) {
  if (response.status == 200) return "";
  const auto error = kbs::parse_error(text_of(response.body));
  return error.ok() ? error->detail : "no ErrorInformation: " + string_of(response.body);
}

}  // namespace anchorhold::broker
