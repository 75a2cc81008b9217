#include "host.h"

#include <gtest/gtest.h>

#include <future>
#include <mutex>
#include <thread>

#include "broker/broker.h"
#include "cli/home.h"
#include "cli/image_io.h"
#include "cli/local_brokers.h"
#include "cli/software_root.h"
#include "contract/deployment.h"
#include "enclave/software/software_tee.h"
#include "net/http_client.h"
#include "os/clock.h"
#include "os/random.h"
#include "os/socket.h"

namespace anchorhold::hostile {

namespace {

constexpr size_t kMaxBody = 64U << 20;

net::HttpLimits limits() {
  net::HttpLimits limits;
  limits.body_bytes = kMaxBody;
  return limits;
}

// Middle: what happens to every request on its way.
struct Middle {
  const Hostile& hostile;
  std::shared_future<enclave::Enclave*> enclave;
  std::mutex mutex = {};
  std::vector<std::string> steps = {};

  net::HttpReply pass(const std::string& who, net::HttpRequest request,
                      const std::function<net::HttpResponse(const net::HttpRequest&)>& answer) {
    const std::string step =
        who + " " + request.method + " " + request.target.substr(request.target.rfind('/') + 1);
    {
      const std::lock_guard lock(mutex);
      steps.push_back(step);
    }
    if (hostile.before) hostile.before(step, *enclave.get(), request);
    net::HttpReply reply(answer(request));
    if (hostile.after) hostile.after(step, *enclave.get(), reply);
    return reply;
  }

  void serve(os::Fd connection, const std::string& who,
             const std::function<net::HttpResponse(const net::HttpRequest&)>& answer) {
    os::SocketStream stream(std::move(connection));
    static_cast<void>(net::serve_http_streams(
        stream, stream,
        [&](const net::HttpRequest& head, net::Body& body) {
          net::HttpRequest request = head;
          auto bytes = read_all(body, "body", kMaxBody);
          if (bytes.ok()) request.body = std::move(*bytes);
          return pass(who, std::move(request), answer);
        },
        limits()));
  }
};

// Owner: a data owner's broker, with the hostile host's clock.
struct Owner {
  broker::Keystore keystore;
  crypto::PrivateKey key;
  os::SystemRandom random = {};
  broker::Broker broker;
  std::mutex mutex = {};

  Owner(broker::Keystore store, crypto::PrivateKey release_key)
      : keystore(std::move(store)), key(std::move(release_key)), broker(keystore, key, random) {}
};

std::unique_ptr<Owner> open_owner(const Study& study, const std::string& name) {
  const auto home = cli::PartyHome::open(study.path(name), name).value();
  return std::make_unique<Owner>(broker::Keystore::open(cli::broker_folder(home), name).value(),
                                 home.release_key().value());
}

}  // namespace

HostRun host_run(const Study& study, const Hostile& hostile) {
  const contract::SealedContract sealed = study.contract();
  const auto stored = cli::StoredImage::load(study.path("image")).value();
  const auto root = cli::load_software_root(study.path("host")).value();
  const std::string deployment = contract::deployment_text(sealed.contract, {}).value();
  cli::HostServices services(
      {sealed.text,
       deployment,
       {{"cohort-a", study.path("a.age")}, {"cohort-b", study.path("b.age")}},
       kMaxBody});
  std::promise<enclave::Enclave*> launched;
  Middle middle{hostile, launched.get_future().share()};
  std::vector<std::unique_ptr<Owner>> owners;
  enclave::LaunchSpec spec;
  spec.image = &stored.image();
  spec.agent_path = agent();
  spec.deployment = deployment;
  spec.in_bytes = 1U << 20;
  spec.ports[enclave::host_port] = [&](os::Fd connection) {
    auto ends = os::socket_pair(os::SocketKind::stream).value();
    std::thread server(
        [&services, end = std::move(ends.second)]() mutable { services.serve(std::move(end)); });
    {
      os::SocketStream stream(std::move(ends.first));
      net::HttpClient client(stream, stream, "host", limits());
      middle.serve(std::move(connection), "host", [&](const net::HttpRequest& request) {
        net::HttpRequest passed{request.method, request.target, {}, request.body};
        if (const std::string* range = request.headers.find("Range")) {
          passed.headers.add("Range", *range);
        }
        auto response = client.exchange(passed);
        return response.ok() ? std::move(*response) : net::HttpResponse{500, {}, {}};
      });
    }
    server.join();
  };
  uint32_t port = enclave::first_broker_port;
  for (const std::string& name : contract::data_owners(sealed.contract)) {
    owners.push_back(open_owner(study, name));
    spec.ports[port++] = [&, name, &owner = *owners.back()](os::Fd connection) {
      middle.serve(std::move(connection), name, [&](const net::HttpRequest& request) {
        const std::lock_guard lock(owner.mutex);
        return owner.broker.handle(request, hostile.clock ? hostile.clock() : os::now());
      });
    };
  }
  enclave::SoftwareTee tee(root, study.path("host/tee"));
  auto enclave = tee.launch(std::move(spec)).value();
  launched.set_value(enclave.get());
  HostRun run;
  run.end = enclave->wait().value();
  run.outcome = services.outcome();
  run.steps = middle.steps;
  return run;
}

void expect_failed(const HostRun& run, std::string_view said) {
  EXPECT_FALSE(run.outcome.ok.value_or(false)) << "the run succeeded";
  EXPECT_FALSE(run.end.clean);
  EXPECT_NE(run.outcome.detail.find(said), std::string::npos) << run.outcome.detail;
  for (const auto& [name, bytes] : run.outcome.files) EXPECT_EQ(name, "report");
}

}  // namespace anchorhold::hostile
