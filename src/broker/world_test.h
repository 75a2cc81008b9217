#pragma once
// The world of the broker's tests: two hospitals, a lab and a recipient under one contract, a
// software root that forges evidence at will, and a guest that speaks the protocol.

#include <filesystem>
#include <functional>
#include <stdexcept>

#include "broker/accept.h"
#include "broker/broker.h"
#include "broker/inputs.h"
#include "contract/parse.h"
#include "contract/release.h"
#include "crypto/ecdh.h"
#include "testkit/fixed_random.h"
#include "testkit/forged_nsm.h"

namespace anchorhold::broker {

// must: the value, or the test ends with the error's own words.
template <class T>
T must(Result<T> result) {
  if (!result.ok()) throw std::runtime_error(result.error().to_string());
  return std::move(result).value();
}

// Folder: a temporary one, removed at the end.
class Folder {
 public:
  explicit Folder(const char* parent = nullptr);
  ~Folder();
  std::string path(std::string_view name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

// World: who is in the contract, and their keys.
class World {
 public:
  World();

  contract::Contract contract() const;  // two runs, cohort-a of hospital-a, cohort-b of hospital-b
  // seal: signed by `signers`; the default is everyone who must.
  contract::SealedContract seal(const contract::Contract& contract,
                                std::vector<std::string> signers = {"hospital-a", "hospital-b",
                                                                    "lab"}) const;
  const crypto::PrivateKey& key(const std::string& party) const { return keys_.at(party); }
  const testkit::NsmForge& forge() const { return forge_; }
  Time now() const { return testkit::NsmForge::at(); }

  // keystore: hospital-a's, in a new folder, with the contract accepted and cohort-a encrypted.
  Keystore keystore(const std::string& folder, const contract::SealedContract& contract) const;

 private:
  testkit::NsmForge forge_;
  std::map<std::string, crypto::PrivateKey> keys_;
};

// Guest: one attested enclave. Every step may be bent.
class Guest {
 public:
  Guest(const World& world, Broker& broker, const contract::SealedContract& contract,
        uint64_t seed);

  using Bend = std::function<void(nsm::Document&)>;
  net::HttpResponse auth(std::string_view tee = net::kbs::tee_software);
  net::HttpResponse attest(const Bend& bend = {});
  net::HttpResponse attest_with(const net::kbs::Attestation& attestation);
  net::HttpResponse resource(std::string_view input = "cohort-a");
  // handshake: auth and attest, then resource.
  net::HttpResponse handshake(std::string_view input = "cohort-a");

  // evidence: what attest would send.
  net::kbs::Attestation evidence(const Bend& bend = {}) const;
  // open: the release inside an answer, verified as the agent does it.
  Result<contract::Release> open(const net::HttpResponse& response) const;

  void set_time(Time now) { now_ = now; }
  void set_forge(const testkit::NsmForge& forge) { forge_ = &forge; }
  void set_nonce(std::string nonce) { nonce_ = std::move(nonce); }
  const std::string& nonce() const { return nonce_; }
  std::string session;

 private:
  net::HttpResponse send(std::string method, std::string target, std::string_view body);

  Broker& broker_;
  const contract::SealedContract& contract_;
  const testkit::NsmForge* forge_;
  crypto::EphemeralKey key_;
  Time now_;
  std::string nonce_;
};

// why: the detail of an error answer, "" of a success.
std::string why(const net::HttpResponse& response);

}  // namespace anchorhold::broker
