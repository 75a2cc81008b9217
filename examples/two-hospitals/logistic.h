#pragma once
// Logistic regression with an L2 penalty, fitted by Newton's method on standardised features.

#include <optional>
#include <span>

#include "dataset.h"

namespace study {

struct Model {
  double intercept = 0;
  std::array<double, kFeatures> coefficients{};  // on the features' own scale

  // score: the log odds of malignant.
  double score(const Row& row) const;
};

// fit: minimises the mean log loss + l2/(2n)·|w|², the intercept left free. Nothing when the rows
// are not of both classes. The same bits from every compiler and C library.
std::optional<Model> fit(std::span<const Row> rows, double l2);

// auc: the area under the ROC curve, ties counted half.
double auc(const Model& model, std::span<const Row> rows);

// cross_validated_auc: scores each row by a model fitted without its fold (row index modulo
// `folds`); nothing when the rest of one of them is not of both classes.
std::optional<double> cross_validated_auc(std::span<const Row> rows, double l2, size_t folds);

}  // namespace study
