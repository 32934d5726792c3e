/* calibration.h: factors of the score's parts; made by tests/accuracy/fit.py, not by hand */
#ifndef DX_FIND_CALIBRATION_H
#define DX_FIND_CALIBRATION_H

/* What it was fitted to: named in the tool record. */
#define DX_CALIBRATION "tuning-even tuning-sparse tuning-even2, 2196 readings"
#define DX_CALIBRATION_MISREAD 0.0012 /* of a recogniser's characters that nothing confirms */
/* The most that is left where a check digit of ten values doesn't hold, in log-odds. */
#define DX_CALIBRATION_FAIL_NAMED -0.20 /* 4 of 6 right */
#define DX_CALIBRATION_FAIL_RECOGNISED -0.69 /* 3 of 5 right */
#define DX_CALIBRATION_FAIL_UNNAMED -3.00 /* 0 of 357 right */

static const struct {
    const char *part;
    double factor;
} dx_calibration[] = {
    {"shape", 1.00},
    {"grouping", 1.02},
    {"plan", 1.23},
    {"structure", 1.23},
    {"context", 1.24},
    {"ocr", 1.04},
    {"checksum", 1.05},
    {"rivals", 1.00},
};
#endif
