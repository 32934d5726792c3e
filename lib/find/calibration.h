/* calibration.h: factors of the score's parts; made by tests/accuracy/fit.py, not by hand */
#ifndef DX_FIND_CALIBRATION_H
#define DX_FIND_CALIBRATION_H

/* What it was fitted to: named in the tool record. */
#define DX_CALIBRATION "tuning-even tuning-sparse training-even training-sparse, 1010 readings"
#define DX_CALIBRATION_FAIL -0.89 /* a check digit of ten values that doesn't hold */

static const struct {
    const char *part;
    double factor;
} dx_calibration[] = {
    {"shape", 1.00},
    {"grouping", 1.24},
    {"plan", 1.15},
    {"structure", 0.78},
    {"context", 1.26},
    {"ocr", 1.03},
    {"checksum", 1.14},
};
#endif
