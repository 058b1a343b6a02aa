@echo off
rem Starts Synthoscope: builds it when there is no jar yet, finds a Java, and hands over to it.
rem   JAVA_HOME               the Java to use (17 or later)
rem   SYNTHOSCOPE_JVM_OPTS    flags for the Java virtual machine, after ours
rem   SYNTHOSCOPE_BUILD_OPTS  flags for Maven (-Pgpu)
rem Sources changed since the build are not noticed here: delete target\synthoscope.jar to rebuild.
setlocal
set "HOME_DIR=%~dp0"
set "JAR=%HOME_DIR%target\synthoscope.jar"

set "JAVA=java"
if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java.exe"
set "VERSION="
set "ANSWER=%TEMP%\synthoscope-java-%RANDOM%.txt"
"%JAVA%" -version 2>"%ANSWER%"
for /f "usebackq tokens=2,3" %%a in ("%ANSWER%") do if "%%a"=="version" if not defined VERSION set "VERSION=%%~b"
del "%ANSWER%" 2>nul
if not defined VERSION (
  echo synthoscope: no Java found. Install a JDK 17 or later, or set JAVA_HOME to one. 1>&2
  exit /b 1
)
for /f "tokens=1 delims=.-+" %%m in ("%VERSION%") do set "MAJOR=%%m"
if %MAJOR% LSS 17 (
  echo synthoscope: Java 17 or later is needed, "%JAVA%" is %VERSION%. Set JAVA_HOME to a newer one. 1>&2
  exit /b 1
)

if exist "%JAR%" goto start
where mvn >nul 2>&1
if errorlevel 1 (
  echo synthoscope: Maven 3.8 or later is needed to build, and there is no mvn on the PATH. 1>&2
  exit /b 1
)
echo synthoscope: building, takes a minute the first time ^(more while the libraries download^) 1>&2
pushd "%HOME_DIR%"
call mvn -B -q -Dmaven.test.skip=true %SYNTHOSCOPE_BUILD_OPTS% package 1>&2
set "RESULT=%ERRORLEVEL%"
popd
if not "%RESULT%"=="0" (
  if exist "%JAR%" del "%JAR%"
  echo synthoscope: the build failed, see above. 1>&2
  exit /b 1
)

:start
set "FLAGS=-Xmx1g -XX:+UseSerialGC -Djava.awt.headless=true"
if %MAJOR% GEQ 22 set "FLAGS=%FLAGS% --enable-native-access=ALL-UNNAMED"
if not defined OPENCV_LOG_LEVEL set "OPENCV_LOG_LEVEL=SILENT"
rem OpenBLAS lets its threads spin after every product, on the cores that the other operators want. 4 is its least.
if not defined OPENBLAS_THREAD_TIMEOUT set "OPENBLAS_THREAD_TIMEOUT=4"
"%JAVA%" %FLAGS% %SYNTHOSCOPE_JVM_OPTS% -jar "%JAR%" %*
exit /b %ERRORLEVEL%
