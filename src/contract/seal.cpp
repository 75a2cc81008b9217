#include "contract/seal.h"

#include "base/hex.h"
#include "contract/check.h"
#include "contract/join.h"
#include "contract/names.h"
#include "contract/parse.h"
#include "image/registers.h"

namespace anchorhold::contract {

namespace {

Finding compare(std::string check, std::string subject, std::string expected,
                std::string observed) {
  const Outcome outcome = expected == observed ? Outcome::pass : Outcome::fail;
  std::string advice;
  if (outcome == Outcome::fail) {
    advice =
        "do not sign: take the image and the agent that were agreed on, or have the contract "
        "sealed again";
  }
  return {std::move(check),    outcome,
          std::move(subject),  std::move(expected),
          std::move(observed), "DESIGN section 6",
          std::move(advice)};
}

std::string register_text(const std::optional<Digest384>& value) {
  return value ? to_hex(*value) : "none";
}

void compare_registers(Findings& findings, TeeKind tee, const Measurement& named,
                       const Measurement& own) {
  const std::string subject = "measurements." + std::string(tee_name(tee));
  const auto add = [&](const char* name, const std::optional<Digest384>& a,
                       const std::optional<Digest384>& b) {
    findings.add(
        compare("contract.measurement", subject + "." + name, register_text(a), register_text(b)));
  };
  add("pcr0", named.pcr0, own.pcr0);
  add("pcr1", named.pcr1, own.pcr1);
  add("pcr2", named.pcr2, own.pcr2);
  if (named.pcr8) add("pcr8", named.pcr8, own.pcr8);
}

// A signature that the contract does not ask for is not fixed: the image may be signed later, or by
// others.
Result<Measurement> measurement_for(const Contract& contract, Measurement measurement) {
  if (!contract.workload.image_signer) {
    measurement.pcr8.reset();
    return measurement;
  }
  const std::string& signer = *contract.workload.image_signer;
  const auto refuse = [&](const char* why) {
    return Error{Code::denied, "contract.workloads." + contract.workload.name + ".image_signer",
                 why}
        .want("the signature of " + signer)
        .advise("`anchorhold build --sign-key` signs it");
  };
  if (!measurement.pcr8) return refuse("the image is not signed");
  if (const Party* party = contract.find_party(signer);
      party != nullptr && *measurement.pcr8 != image::signer_register(party->signing_key)) {
    return refuse("the image is signed by another key");
  }
  return measurement;
}

std::optional<WasmCode> wasm_of(const image::Manifest& manifest) {
  if (!manifest.wasm) return std::nullopt;
  return WasmCode{manifest.wasm->module, manifest.wasm->whole_inputs};
}

// What the draft leaves open is the image's; check_wasm judges the rest.
void fill_in_wasm(std::optional<WasmCode>& draft, const std::optional<WasmCode>& image) {
  if (!draft) draft = image;
  if (draft && image && !draft->whole_inputs) draft->whole_inputs = image->whole_inputs;
}

std::string module_text(const std::optional<WasmCode>& wasm) {
  return wasm ? "sha256:" + to_hex(wasm->module) : "no WebAssembly module";
}

Status check_wasm(const std::string& place, const std::optional<WasmCode>& named,
                  const std::optional<WasmCode>& image) {
  if (named == image) return {};
  if (module_text(named) != module_text(image)) {
    return Error{Code::denied, place + ".module", "the image runs another module"}
        .want(module_text(named))
        .saw(module_text(image))
        .advise("use the image that was built from that module, or correct the contract");
  }
  const bool whole = named->whole_inputs == true;
  return Error{Code::denied, place + ".whole_inputs", "the image takes its inputs otherwise"}
      .want(whole ? "whole, before the start" : "on demand")
      .saw(whole ? "on demand" : "whole, before the start")
      .advise(std::string("build the image ") + (whole ? "with" : "without") +
              " --whole-inputs, or correct the contract");
}

Status fill_in(Contract& contract, const Measured& measured) {
  if (!contract.workload.image.empty() && contract.workload.image != measured.image) {
    return Error{Code::denied, "contract.workloads." + contract.workload.name + ".image",
                 "names another image"}
        .want(contract.workload.image)
        .saw(measured.image)
        .advise("seal with the image that was agreed on, or correct the digest");
  }
  fill_in_wasm(contract.workload.wasm, wasm_of(measured.manifest));
  AH_TRY(check_manifest(contract, measured.manifest));
  contract.workload.image = measured.image;
  for (const TeeKind tee : contract.tee.accept) {
    const auto registers = measured.registers.find(tee);
    if (registers == measured.registers.end()) {
      return Error{
          Code::unsupported, "contract.tee.accept",
          "the registers of \"" + std::string(tee_name(tee)) + "\" cannot be predicted here"}
          .advise("take it out of the list");
    }
    AH_ASSIGN(const Measurement measurement, measurement_for(contract, registers->second));
    contract.measurements.emplace(tee, measurement);
  }
  contract.agents = {measured.agent};
  return {};
}

std::string join_or_none(const auto& names) {
  return names.empty() ? "none" : join(names);
}

Status check_names(const std::string& table, const auto& entries,
                   const std::vector<std::string>& declared) {
  std::set<std::string> names;
  for (const auto& [name, entry] : entries) names.insert(name);
  if (names == std::set<std::string>(declared.begin(), declared.end())) return {};
  return Error{Code::malformed, "contract." + table,
               "are not those that the image's manifest declares"}
      .want(join_or_none(declared))
      .saw(join_or_none(names))
      .advise(
          "use the same names in both; `anchorhold build` declares them with --input and --output");
}

Status check_not_expired(const Contract& contract, Time now) {
  if (now < contract.not_after) return {};
  return Error{Code::denied, "contract.not_after", "has passed, so that nothing could ever run"}
      .want("later than " + format_time(now))
      .saw(format_time(contract.not_after));
}

}  // namespace

Status check_fits(const Contract& contract, const image::Manifest& manifest) {
  AH_TRY(check_names("inputs", contract.inputs, manifest.inputs));
  AH_TRY(check_names("outputs", contract.outputs, manifest.outputs));
  const std::string workload = "contract.workloads." + contract.workload.name;
  if (!contract.workload.args.empty() && !manifest.args_from_contract) {
    return Error{Code::denied, workload + ".args", "the image takes no arguments from the contract"}
        .advise("build it with --args-from-contract, or take the arguments out");
  }
  return check_wasm(workload + ".wasm", contract.workload.wasm, wasm_of(manifest));
}

Status check_manifest(const Contract& contract, const image::Manifest& manifest) {
  AH_TRY(check_fits(contract, manifest));
  if (manifest.insecure_debug) {
    return Error{Code::denied, "contract.workloads." + contract.workload.name,
                 "is a debug image, which no contract accepts"}
        .advise("build it without --insecure-debug");
  }
  return {};
}

Result<Bytes> seal(const Draft& draft, const Files& files, const Measured& measured, Time now) {
  AH_ASSIGN(Contract contract, resolve(draft, files));
  if (auto valid = check_not_expired(contract, now); !valid)
    return draft.locate(valid.take_error());
  if (auto filled = fill_in(contract, measured); !filled) return draft.locate(filled.take_error());
  Bytes payload = encode_contract(contract);
  // Nothing is handed out that a reader would refuse.
  if (auto read = parse_contract(payload); !read) return draft.locate(read.take_error());
  return payload;
}

Findings check_measured(const Contract& contract, const Measured& measured) {
  Findings findings;
  findings.add(compare("contract.image", "workloads." + contract.workload.name,
                       contract.workload.image, measured.image));
  const Status fits = check_manifest(contract, measured.manifest);
  findings.add({"contract.manifest", fits ? Outcome::pass : Outcome::fail, "the image's manifest",
                "takes this contract's inputs, outputs and arguments",
                fits ? "it does" : fits.error().to_string(), "DESIGN section 6",
                fits ? "" : fits.error().hint});
  std::string accepted;
  for (const Digest384& agent : contract.agents) {
    if (accepted.empty() || agent == measured.agent) accepted = to_hex(agent);
  }
  findings.add(compare("contract.agent", "this machine's agent", accepted, to_hex(measured.agent)));
  for (const auto& [tee, named] : contract.measurements) {
    const auto own = measured.registers.find(tee);
    if (own == measured.registers.end()) {
      findings.add({"contract.measurement", Outcome::not_run,
                    "measurements." + std::string(tee_name(tee)),
                    "registers computed by the signer", "this machine cannot predict them",
                    "DESIGN section 6", "sign with a version that can"});
    } else {
      compare_registers(findings, tee, named, own->second);
    }
  }
  return findings;
}

Result<std::string> sign(const SealedContract& contract, std::string_view party,
                         const crypto::PrivateKey& key) {
  const std::string name(party);
  const Party* signer = contract.contract.find_party(name);
  if (signer == nullptr) {
    return Error{Code::denied, "party \"" + printable(name) + "\"",
                 "is not a party of this contract"};
  }
  if (!(signer->signing_key == key.public_key())) {
    return Error{Code::denied, "parties." + name + ".signing_key",
                 "the contract names another key for you"}
        .want(key.public_key().to_text())
        .saw(signer->signing_key.to_text())
        .advise(
            "do not sign: hand your party file to whoever sealed the contract, and have it sealed "
            "again");
  }
  const crypto::Signer as{&key, name};
  if (contract.signers.empty()) return crypto::sign_jws(contract.payload, kContractType, {&as, 1});
  return crypto::add_signature("contract", contract.text, kContractType, as);
}

}  // namespace anchorhold::contract
