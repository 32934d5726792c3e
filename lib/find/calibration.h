/* calibration.h: factors of the score's parts; made by tests/accuracy/fit.py, not by hand */
#ifndef DX_FIND_CALIBRATION_H
#define DX_FIND_CALIBRATION_H

/* What it was fitted to: named in the tool record. */
#define DX_CALIBRATION "tuning-even tuning-sparse, 217 readings"
#define DX_CALIBRATION_FAIL -1.20 /* a check digit of ten values that doesn't hold */

static const struct {
    const char *part;
    double factor;
} dx_calibration[] = {
    {"shape", 1.00},
    {"grouping", 1.01},
    {"plan", 1.10},
    {"structure", 0.60},
    {"context", 1.13},
    {"ocr", 0.96},
    {"checksum", 1.02},
    {"misread", 1.00},
};
#endif
