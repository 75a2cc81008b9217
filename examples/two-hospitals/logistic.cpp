#include "logistic.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace study {

namespace {

constexpr size_t kUnknowns = kFeatures + 1;  // the last is the intercept
using Vector = std::array<double, kUnknowns>;
using Matrix = std::array<Vector, kUnknowns>;

struct Scale {
  std::array<double, kFeatures> mean{};
  std::array<double, kFeatures> deviation{};
};

Scale scale_of(std::span<const Row> rows) {
  Scale scale;
  const double n = static_cast<double>(rows.size());
  for (size_t f = 0; f < kFeatures; ++f) {
    double sum = 0;
    for (const Row& row : rows) sum += row.features[f];
    scale.mean[f] = sum / n;
    double squares = 0;
    for (const Row& row : rows) {
      const double apart = row.features[f] - scale.mean[f];
      squares += apart * apart;
    }
    scale.deviation[f] = squares > 0 ? std::sqrt(squares / n) : 1.0;
  }
  return scale;
}

Vector standardised(const Row& row, const Scale& scale) {
  Vector x;
  for (size_t f = 0; f < kFeatures; ++f)
    x[f] = (row.features[f] - scale.mean[f]) / scale.deviation[f];
  x[kFeatures] = 1.0;
  return x;
}

double dot(const Vector& a, const Vector& b) {
  double sum = 0;
  for (size_t i = 0; i < kUnknowns; ++i) sum += a[i] * b[i];
  return sum;
}

// e to the x by its series: the C libraries' own differ in the last place.
double exponential(double x) {
  // ln 2 in two parts, of which the first times a whole number is exact.
  constexpr double kLn2High = 0x1.62e42feep-1;
  constexpr double kLn2Low = 0x1.a39ef35793c76p-33;
  constexpr int kTerms = 14;
  constexpr double kLimit = 700;
  x = std::clamp(x, -kLimit, kLimit);
  const double whole = std::nearbyint(x / (kLn2High + kLn2Low));
  const double rest = (x - whole * kLn2High) - whole * kLn2Low;
  double sum = 1;
  for (int term = kTerms; term > 0; --term) sum = 1 + sum * rest / term;
  return std::ldexp(sum, static_cast<int>(whole));
}

// Solves the symmetric positive definite system by Cholesky's decomposition.
Vector solve(Matrix a, Vector b) {
  for (size_t i = 0; i < kUnknowns; ++i) {
    for (size_t j = 0; j <= i; ++j) {
      double sum = a[i][j];
      for (size_t k = 0; k < j; ++k) sum -= a[i][k] * a[j][k];
      a[i][j] = i == j ? std::sqrt(sum) : sum / a[j][j];
    }
    for (size_t k = 0; k < i; ++k) b[i] -= a[i][k] * b[k];
    b[i] /= a[i][i];
  }
  for (size_t i = kUnknowns; i-- > 0;) {
    for (size_t k = i + 1; k < kUnknowns; ++k) b[i] -= a[k][i] * b[k];
    b[i] /= a[i][i];
  }
  return b;
}

// One Newton step from `weights`; returns the step taken off.
Vector newton_step(const std::vector<Vector>& points, std::span<const Row> rows, double l2,
                   const Vector& weights) {
  Vector gradient{};
  Matrix hessian{};
  for (size_t r = 0; r < points.size(); ++r) {
    const double p = 1.0 / (1.0 + exponential(-dot(weights, points[r])));
    const double miss = p - (rows[r].malignant ? 1.0 : 0.0);
    const double weight = std::max(p * (1.0 - p), 1e-12);
    for (size_t i = 0; i < kUnknowns; ++i) {
      gradient[i] += miss * points[r][i];
      for (size_t j = 0; j <= i; ++j) hessian[i][j] += weight * points[r][i] * points[r][j];
    }
  }
  for (size_t f = 0; f < kFeatures; ++f) {
    gradient[f] += l2 * weights[f];
    hessian[f][f] += l2;
  }
  return solve(hessian, gradient);
}

// The probability that a malignant row scores above a benign one.
double ranking_quality(std::vector<std::pair<double, bool>> scored) {
  std::sort(scored.begin(), scored.end());
  double wins = 0;
  double benign_below = 0;
  double malignant_total = 0;
  for (size_t i = 0; i < scored.size();) {
    double benign_here = 0;
    double malignant_here = 0;
    const double score = scored[i].first;
    for (; i < scored.size() && scored[i].first == score; ++i)
      (scored[i].second ? malignant_here : benign_here) += 1;
    wins += malignant_here * (benign_below + benign_here / 2);
    benign_below += benign_here;
    malignant_total += malignant_here;
  }
  return wins / (malignant_total * benign_below);
}

}  // namespace

double Model::score(const Row& row) const {
  double sum = intercept;
  for (size_t f = 0; f < kFeatures; ++f) sum += coefficients[f] * row.features[f];
  return sum;
}

std::optional<Model> fit(std::span<const Row> rows, double l2) {
  const auto malignant =
      std::count_if(rows.begin(), rows.end(), [](const Row& row) { return row.malignant; });
  if (malignant == 0 || static_cast<size_t>(malignant) == rows.size()) return std::nullopt;
  const Scale scale = scale_of(rows);
  std::vector<Vector> points;
  for (const Row& row : rows) points.push_back(standardised(row, scale));
  Vector weights{};
  for (int round = 0; round < 50; ++round) {
    const Vector step = newton_step(points, rows, l2, weights);
    for (size_t i = 0; i < kUnknowns; ++i) weights[i] -= step[i];
    if (dot(step, step) < 1e-20) break;
  }
  Model model;
  model.intercept = weights[kFeatures];
  for (size_t f = 0; f < kFeatures; ++f) {
    model.coefficients[f] = weights[f] / scale.deviation[f];
    model.intercept -= model.coefficients[f] * scale.mean[f];
  }
  return model;
}

double auc(const Model& model, std::span<const Row> rows) {
  std::vector<std::pair<double, bool>> scored;
  for (const Row& row : rows) scored.emplace_back(model.score(row), row.malignant);
  return ranking_quality(std::move(scored));
}

std::optional<double> cross_validated_auc(std::span<const Row> rows, double l2, size_t folds) {
  std::vector<std::pair<double, bool>> scored;
  for (size_t fold = 0; fold < folds; ++fold) {
    std::vector<Row> rest;
    for (size_t i = 0; i < rows.size(); ++i) {
      if (i % folds != fold) rest.push_back(rows[i]);
    }
    const auto model = fit(rest, l2);
    if (!model) return std::nullopt;
    for (size_t i = fold; i < rows.size(); i += folds)
      scored.emplace_back(model->score(rows[i]), rows[i].malignant);
  }
  return ranking_quality(std::move(scored));
}

}  // namespace study
